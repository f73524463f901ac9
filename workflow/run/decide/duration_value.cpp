#include "workflow/run/decide/duration_value.hpp"

#include <boost/json/object.hpp>

#include "workflow/run/decide/limits.hpp"

namespace runledger::run {
namespace {

struct Unit {
  std::string_view name;
  double length_ms;
};
constexpr Unit kUnits[] = {
    {"days", 86'400'000}, {"hours", 3'600'000}, {"minutes", 60'000}, {"seconds", 1'000}, {"milliseconds", 1}};

Error not_a_duration(const std::string& why) {
  return Error{Errc::expression_failed,
               "not a duration: " + why +
                   "; give an ISO 8601 text such as PT30S or an object such as {\"seconds\": 30}"};
}

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

}  // namespace

Result<Milliseconds> duration_of(const Json& value) {
  if (const auto* text = value.if_string()) {
    auto parsed = parse_duration({text->data(), text->size()});
    if (!parsed) return not_a_duration(parsed.error().message);
    return parsed;
  }
  const JsonObject* object = value.if_object();
  if (object == nullptr) return not_a_duration("it is neither a text nor an object");
  double total_ms = 0;
  for (const auto& member : *object) {
    const std::string name(member.key());
    const Unit* unit = find_unit(name);
    if (unit == nullptr) return not_a_duration("'" + name.substr(0, 60) + "' is no unit");
    if (!member.value().is_number()) return not_a_duration("'" + name + "' must be a number");
    const auto count = member.value().to_number<double>();
    if (count < 0) return not_a_duration("'" + name + "' is negative");
    total_ms += count * unit->length_ms;
  }
  if (total_ms > static_cast<double>(kMaxDuration.count())) return not_a_duration("it is over 100 years");
  return Milliseconds(static_cast<std::int64_t>(total_ms));
}

}  // namespace runledger::run
