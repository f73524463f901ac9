#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "workflow/base/local_time.hpp"
#include "workflow/base/result.hpp"

namespace runledger::schedule {

// A cron expression: five fields (minute, hour, day of month, month, day of week) of numbers, names (JAN,
// MON),
// `*`, ranges, lists and steps, or one of @hourly, @daily, @weekly, @monthly, @yearly. 0 and 7 are Sunday. As
// in crontab(5), when both days are restricted either of them is enough. Immutable.
class Cron {
 public:
  // Errors: invalid_input naming the field and what it may be; also when no day ever fits (30 February).
  static Result<Cron> parse(std::string_view text);

  // The first time after `time` that fits, to the minute; nothing when there is none within nine years.
  std::optional<LocalTime> next_after(LocalTime time) const;
  // Whether the hour is not restricted: then an hour that clocks show twice counts twice.
  bool any_hour() const { return hours_.all(); }
  // As written.
  const std::string& text() const { return text_; }

 private:
  bool fits(std::chrono::year_month_day day) const;

  std::string text_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;
  bool any_day_ = false, any_weekday_ = false;  // `*`, with or without a step
};

}  // namespace runledger::schedule
