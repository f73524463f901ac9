#include "workflow/schedule/cron.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace runledger::schedule {
namespace {

LocalTime local(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  return std::chrono::local_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

std::string text_of(LocalTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto of_day = std::chrono::duration_cast<std::chrono::minutes>(time - day).count();
  char text[40];
  std::snprintf(text, sizeof text, "%d-%02u-%02u %02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(of_day / 60), static_cast<int>(of_day % 60));
  return text;
}

using Times = std::vector<std::string>;

// The next `count` times after `from`.
Times times(const std::string& cron, LocalTime from, int count) {
  const auto parsed = Cron::parse(cron);
  EXPECT_TRUE(parsed.ok()) << cron << ": " << parsed.error().message;
  Times out;
  for (int i = 0; parsed.ok() && i < count; ++i) {
    const auto next = parsed->next_after(from);
    if (!next) break;
    out.push_back(text_of(*next));
    from = *next;
  }
  return out;
}

TEST(Cron, ComesAtTheTimesThatFit) {
  const auto from = local(2026, 11, 27, 17, 59);  // a Friday
  EXPECT_EQ(times("* * * * *", from, 2), (Times{"2026-11-27 18:00", "2026-11-27 18:01"}));
  EXPECT_EQ(times("*/20 18-19 * * *", from, 4),
            (Times{"2026-11-27 18:00", "2026-11-27 18:20", "2026-11-27 18:40", "2026-11-27 19:00"}));
  EXPECT_EQ(times("30 8 * * MON-FRI", from, 2), (Times{"2026-11-30 08:30", "2026-12-01 08:30"}));
  EXPECT_EQ(times("0 0 1 jan,JUL *", from, 2), (Times{"2027-01-01 00:00", "2027-07-01 00:00"}));
  EXPECT_EQ(times("5/25 0 * * *", from, 3),
            (Times{"2026-11-28 00:05", "2026-11-28 00:30", "2026-11-28 00:55"}));
  EXPECT_EQ(times("0 12 29 2 *", from, 2), (Times{"2028-02-29 12:00", "2032-02-29 12:00"}));
}

TEST(Cron, KnowsShorthands) {
  const auto from = local(2026, 11, 27, 17, 59);
  EXPECT_EQ(times("@hourly", from, 1), Times{"2026-11-27 18:00"});
  EXPECT_EQ(times("@daily", from, 1), Times{"2026-11-28 00:00"});
  EXPECT_EQ(times("@weekly", from, 1), Times{"2026-11-29 00:00"});
  EXPECT_EQ(times("@monthly", from, 1), Times{"2026-12-01 00:00"});
  EXPECT_EQ(times("@yearly", from, 1), Times{"2027-01-01 00:00"});
}

TEST(Cron, SundayIsZeroAndSeven) {
  const auto from = local(2026, 11, 27);
  EXPECT_EQ(times("0 0 * * 7", from, 2), (Times{"2026-11-29 00:00", "2026-12-06 00:00"}));
  EXPECT_EQ(times("0 0 * * 0", from, 2), times("0 0 * * 7", from, 2));
  EXPECT_EQ(times("0 0 * * 5-7", from, 3),
            (Times{"2026-11-28 00:00", "2026-11-29 00:00", "2026-12-04 00:00"}));
}

TEST(Cron, EitherDayIsEnoughWhenBothAreRestricted) {
  const auto from = local(2026, 11, 27, 1);
  EXPECT_EQ(times("0 0 1 * MON", from, 3),
            (Times{"2026-11-30 00:00", "2026-12-01 00:00", "2026-12-07 00:00"}));
  // A star with a step: both must fit.
  EXPECT_EQ(times("0 0 */2 * MON", from, 2), (Times{"2026-12-07 00:00", "2026-12-21 00:00"}));
}

TEST(Cron, RefusesWhatItCannotMean) {
  const std::pair<const char*, const char*> wrong[] = {
      {"", "5 fields"},
      {"* * * *", "5 fields"},
      {"* * * * * *", "5 fields"},
      {"60 * * * *", "minute '60'"},
      {"* 24 * * *", "hour '24'"},
      {"* * 0 * *", "day of month '0'"},
      {"* * * 13 *", "month '13'"},
      {"* * * * 8", "day of week '8'"},
      {"* * * * FRO", "day of week 'FRO'"},
      {"5-1 * * * *", "minute '5-1'"},
      {"*/0 * * * *", "minute '*/0'"},
      {"1,,2 * * * *", "minute '1,,2'"},
      {"-1 * * * *", "minute '-1'"},
      {"1- * * * *", "minute '1-'"},
      {"99999999999 * * * *", "minute '99999999999'"},
      {"* * 30 2 *", "never comes"},
      {"@often", "5 fields"},
  };
  for (const auto& [text, why] : wrong) {
    const auto parsed = Cron::parse(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_NE(parsed.error().message.find(why), std::string::npos) << text << ": " << parsed.error().message;
  }
  EXPECT_FALSE(Cron::parse(std::string(100'000, '*')).ok());
}

}  // namespace
}  // namespace runledger::schedule
