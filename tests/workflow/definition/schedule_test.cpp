#include <gtest/gtest.h>

#include "tests/workflow/definition/reading.hpp"

namespace runledger::definition {
namespace {

std::string scheduled(const std::string& schedule, const std::string& options = "") {
  return "document: {dsl: '1.0.3', namespace: test, name: sample, version: '1.0.0'" +
         (options.empty() ? "" : ", metadata: {schedule: " + options + "}") + "}\nschedule: " + schedule +
         "\ndo:\n  - a: {set: {x: 1}}\n";
}

// Whether reading it reports such a problem.
testing::AssertionResult says(const std::string& definition, const std::string& problem) {
  const std::string all = report(definition);
  if (all.find(problem) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << all;
}

TEST(ReadSchedule, EveryCronAndAfter) {
  const auto every = accepted(scheduled("{every: {minutes: 5}}"))->schedule;
  ASSERT_TRUE(every.has_value());
  EXPECT_EQ(std::get<schedule::Every>(every->when).interval, std::chrono::minutes(5));
  EXPECT_EQ(every->missed, schedule::Missed::once);
  const auto cron =
      accepted(scheduled("{cron: '30 8 * * MON-FRI'}", "{timeZone: Europe/Berlin, missed: skip}"))->schedule;
  ASSERT_TRUE(cron.has_value());
  EXPECT_EQ(std::get<schedule::AtTimes>(cron->when).zone, "Europe/Berlin");
  EXPECT_EQ(cron->missed, schedule::Missed::skip);
  const auto after = accepted(scheduled("{after: PT1H}", "{missed: all}"))->schedule;
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(std::get<schedule::After>(after->when).pause, std::chrono::hours(1));
}

TEST(ReadSchedule, RefusesWithAPosition) {
  EXPECT_TRUE(
      says(scheduled("{}"), "2:11: error: `schedule` needs exactly one of `every`, `cron` and `after`"));
  EXPECT_TRUE(says(scheduled("{every: PT5M, cron: '* * * * *'}"), "needs exactly one"));
  EXPECT_TRUE(says(scheduled("{every: PT0.5S}"), "2:19: error: `every` must be at least one second"));
  EXPECT_TRUE(says(scheduled("{cron: '61 * * * *'}"), "2:18: error: the minute '61'"));
  EXPECT_TRUE(says(scheduled("{every: '${ .x }'}"), "must be known when the definition is uploaded"));
  EXPECT_TRUE(says(scheduled("{evry: PT5M}"), "did you mean `every`"));
  EXPECT_TRUE(says(scheduled("{every: PT5M}", "{timeZone: UTC}"), "only for `schedule.cron`"));
  EXPECT_TRUE(says(scheduled("{every: PT5M}", "{missed: never}"), "missed"));
}

TEST(ReadSchedule, WarnsOfAnInputThatNoScheduledRunCanHave) {
  const auto with_schema = [](const std::string& schema) {
    return scheduled("{every: PT5M}") + "input: {schema: {document: {type: object, " + schema + "}}}\n";
  };
  EXPECT_TRUE(says(with_schema("required: [a]"), "warning: a run that the schedule starts has the input {}"));
  EXPECT_EQ(report(with_schema("properties: {a: {type: string}}")), "");
}

}  // namespace
}  // namespace runledger::definition
