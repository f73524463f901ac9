#include "workflow/schedule/plan.hpp"

#include <gtest/gtest.h>

namespace runledger::schedule {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Timestamp at(const char* time) {
  return *parse_time(time);
}
std::string text(const std::optional<Timestamp>& time) {
  return time ? format_time(*time).substr(0, 19) : "-";
}

// A place one hour ahead of UTC, where clocks go to two hours ahead at 01:00 UTC of 29 March and back at
// 01:00 UTC of 25 October 2026: as in Berlin.
class Berlin final : public TimeZones {
 public:
  bool knows(std::string_view zone) const override { return zone == "Europe/Berlin"; }
  LocalTime to_local(std::string_view, Timestamp time) const override {
    return LocalTime(std::chrono::floor<seconds>(time.time_since_epoch()) + offset(time));
  }
  Moments moments_of(std::string_view, LocalTime time) const override {
    const Timestamp winter = utc(time, hours(1));
    const Timestamp summer = utc(time, hours(2));
    const bool winter_fits = offset(winter) == hours(1);
    const bool summer_fits = offset(summer) == hours(2);
    if (winter_fits && summer_fits) return {summer, winter};
    if (winter_fits) return {winter, winter};
    if (summer_fits) return {summer, summer};
    return {forward_, forward_};
  }

 private:
  static Timestamp utc(LocalTime time, hours offset) { return Timestamp(time.time_since_epoch() - offset); }
  hours offset(Timestamp time) const { return time >= forward_ && time < back_ ? hours(2) : hours(1); }

  const Timestamp forward_ = at("2026-03-29T01:00:00Z");
  const Timestamp back_ = at("2026-10-25T01:00:00Z");
};

const Berlin kBerlin;

Schedule cron(const char* text, Missed missed = Missed::once) {
  return {AtTimes{*Cron::parse(text), "Europe/Berlin"}, missed};
}
Schedule every(Milliseconds interval, Missed missed = Missed::once) {
  return {Every{interval}, missed};
}

std::string next(const Schedule& schedule, const char* last, const char* now) {
  return text(next_due(schedule, kBerlin, {at("2026-01-01T00:00:00Z"), at(last), false, {}}, at(now)));
}
std::string fired(const Schedule& schedule, const History& history, const char* now) {
  const auto firing = firing_at(schedule, kBerlin, history, at(now));
  return firing ? text(firing->due) + " +" + std::to_string(firing->missed) : "-";
}

TEST(Plan, EveryCountsFromTheLastTimeThatWasDue) {
  const History fresh{at("2026-11-27T10:00:00Z"), {}, false, {}};
  EXPECT_EQ(fired(every(minutes(5)), fresh, "2026-11-27T10:04:59Z"), "-");
  EXPECT_EQ(fired(every(minutes(5)), fresh, "2026-11-27T10:05:01Z"), "2026-11-27T10:05:00 +0");
  // Whether the last one was late, or still runs, does not matter.
  const History running{at("2026-11-27T10:00:00Z"), at("2026-11-27T10:05:00Z"), true, {}};
  EXPECT_EQ(fired(every(minutes(5)), running, "2026-11-27T10:10:00Z"), "2026-11-27T10:10:00 +0");
}

TEST(Plan, MissedTimesAsTheWorkflowWants) {
  const History down{at("2026-11-27T10:00:00Z"), at("2026-11-27T10:05:00Z"), false, {}};
  const char* now = "2026-11-27T10:31:30Z";
  EXPECT_EQ(fired(every(minutes(5), Missed::once), down, now), "2026-11-27T10:30:00 +4");
  EXPECT_EQ(fired(every(minutes(5), Missed::all), down, now), "2026-11-27T10:10:00 +0");
  EXPECT_EQ(fired(every(minutes(5), Missed::skip), down, now), "-");
  EXPECT_EQ(text(next_due(every(minutes(5), Missed::skip), kBerlin, down, at(now))), "2026-11-27T10:35:00");
  EXPECT_EQ(fired(every(minutes(5), Missed::skip), down, "2026-11-27T10:35:59Z"), "2026-11-27T10:35:00 +0");
  EXPECT_EQ(fired(cron("0 * * * *", Missed::once), down, "2026-11-27T14:30:00Z"), "2026-11-27T14:00:00 +3");
  EXPECT_EQ(fired(cron("0 * * * *", Missed::skip), down, "2026-11-27T14:30:00Z"), "-");
}

TEST(Plan, OneRunMakesUpForHoweverManyWereMissed) {
  const History down{at("2026-01-01T00:00:00Z"), {}, false, {}};
  EXPECT_EQ(fired(every(seconds(1)), down, "2026-02-01T00:00:00Z"), "2026-02-01T00:00:00 +2678399");
  EXPECT_EQ(fired(cron("* * * * *"), down, "2026-11-27T10:00:30Z").substr(0, 19), "2026-11-27T10:00:00");
}

TEST(Plan, NothingIsMissedFromBeforeItWasInForce) {
  const History again{at("2026-11-27T12:00:00Z"), at("2026-11-20T00:00:00Z"), false, {}};
  EXPECT_EQ(fired(every(hours(1), Missed::all), again, "2026-11-27T12:59:59Z"), "-");
  EXPECT_EQ(fired(every(hours(1), Missed::all), again, "2026-11-27T13:00:00Z"), "2026-11-27T13:00:00 +0");
}

TEST(Plan, AfterWaitsForTheRunsEnd) {
  const Schedule after{After{minutes(10)}, Missed::once};
  History history{at("2026-11-27T10:00:00Z"), {}, false, {}};
  EXPECT_EQ(fired(after, history, "2026-11-27T10:10:00Z"), "2026-11-27T10:10:00 +0");
  history.last_due = at("2026-11-27T10:10:00Z");
  history.is_running = true;
  EXPECT_EQ(fired(after, history, "2026-11-27T12:00:00Z"), "-");
  history.is_running = false;
  history.last_ended = at("2026-11-27T11:00:00Z");
  EXPECT_EQ(fired(after, history, "2026-11-27T11:09:59Z"), "-");
  EXPECT_EQ(fired(after, history, "2026-11-27T15:00:00Z"), "2026-11-27T11:10:00 +0");
}

TEST(Plan, ZoneThatTheDatabaseDoesNotKnowIsNamed) {
  EXPECT_TRUE(check_time_zone(cron("0 3 * * *"), kBerlin).ok());
  EXPECT_TRUE(check_time_zone(every(minutes(10)), kBerlin).ok());
  const auto checked = check_time_zone({AtTimes{*Cron::parse("0 3 * * *"), "Mars/Olympus"}, {}}, kBerlin);
  ASSERT_FALSE(checked.ok());
  EXPECT_NE(checked.error().message.find("'Mars/Olympus'"), std::string::npos);
}

TEST(Plan, CronFollowsTheClocksOfItsZone) {
  const auto daily = cron("30 8 * * *");
  EXPECT_EQ(next(daily, "2026-03-28T07:30:00Z", "2026-03-28T08:00:00Z"), "2026-03-29T06:30:00");
  EXPECT_EQ(next(daily, "2026-10-24T06:30:00Z", "2026-10-24T08:00:00Z"), "2026-10-25T07:30:00");
}

TEST(Plan, ATimeThatClocksJumpOverComesAtTheJump) {
  const auto daily = cron("30 2 * * *");
  EXPECT_EQ(next(daily, "2026-03-28T01:30:00Z", "2026-03-28T02:00:00Z"), "2026-03-29T01:00:00");
  EXPECT_EQ(next(daily, "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"), "2026-03-30T00:30:00");
}

TEST(Plan, ATimeThatClocksShowTwiceComesOnceUnlessTheHourDoesNotMatter) {
  const auto daily = cron("30 2 * * *");
  const auto hourly = cron("30 * * * *");
  EXPECT_EQ(next(daily, "2026-10-24T00:30:00Z", "2026-10-24T02:00:00Z"), "2026-10-25T00:30:00");
  EXPECT_EQ(next(daily, "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z"), "2026-10-26T01:30:00");
  EXPECT_EQ(next(hourly, "2026-10-25T00:30:00Z", "2026-10-25T00:31:00Z"), "2026-10-25T01:30:00");
  EXPECT_EQ(next(hourly, "2026-10-25T01:30:00Z", "2026-10-25T01:31:00Z"), "2026-10-25T02:30:00");
  const auto often = cron("*/20 * * * *");
  std::string day;
  std::string last = "2026-10-25T00:00:00Z";
  for (int i = 0; i < 7; ++i) {
    const std::string found = next(often, last.c_str(), last.c_str());
    day += found.substr(11, 5) + " ";
    last = found + "Z";
  }
  EXPECT_EQ(day, "00:20 00:40 01:00 01:20 01:40 02:00 02:20 ");
}

}  // namespace
}  // namespace runledger::schedule
