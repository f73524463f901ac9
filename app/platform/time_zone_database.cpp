#include "app/platform/time_zone_database.hpp"

#include <date/tz.h>

#include <exception>
#include <string>

namespace runledger::app {
namespace {

date::local_seconds as_date(LocalTime time) {
  return date::local_seconds(time.time_since_epoch());
}

class SystemTimeZones final : public TimeZones {
 public:
  bool knows(std::string_view zone) const override {
    // Names become paths below /usr/share/zoneinfo.
    if (zone.empty() || zone.size() > 64 || zone.front() == '/' || zone.find("..") != zone.npos) return false;
    try {
      static_cast<void>(locate(zone));
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }

  LocalTime to_local(std::string_view zone, Timestamp time) const override {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return LocalTime(locate(zone)->to_local(seconds).time_since_epoch());
  }

  Moments moments_of(std::string_view zone, LocalTime local) const override {
    const date::local_seconds time = as_date(local);
    const auto info = locate(zone)->get_info(time);
    const auto less = [&](std::chrono::seconds offset) {
      return Timestamp(time.time_since_epoch() - offset);
    };
    switch (info.result) {
      case date::local_info::ambiguous:
        return {less(info.first.offset), less(info.second.offset)};
      case date::local_info::nonexistent:
        return {info.first.end, info.first.end};
      default:
        return {less(info.first.offset), less(info.first.offset)};
    }
  }

 private:
  static const date::time_zone* locate(std::string_view zone) { return date::locate_zone(std::string(zone)); }
};

}  // namespace

std::unique_ptr<TimeZones> system_time_zones() {
  return std::make_unique<SystemTimeZones>();
}

}  // namespace runledger::app
