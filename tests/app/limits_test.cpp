#include "app/service/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace runledger::app {
namespace {

using ::testing::HasSubstr;

std::string refusal(std::string_view list) {
  Limits limits;
  const auto done = set_limits(list, limits);
  return done ? "" : done.error().message;
}

TEST(ServiceLimits, AreSetByName) {
  Limits limits;
  ASSERT_TRUE(set_limits("body-bytes=2048,active-runs=7,call-seconds=5,run-events=1000", limits).ok());
  EXPECT_EQ(limits.server.body_bytes, 2048U);
  EXPECT_EQ(limits.engine.max_active_runs, 7U);
  EXPECT_EQ(limits.effects.http_timeout, std::chrono::seconds(5));
  EXPECT_EQ(limits.engine.run_limits.events, 1000U);
  EXPECT_EQ(limits.server.connections, Limits{}.server.connections) << "the rest stays";
  EXPECT_TRUE(set_limits("", limits).ok());
}

TEST(ServiceLimits, OfWrongNamesAndValuesAreRefusedWithWhatThereIs) {
  EXPECT_THAT(refusal("bodybytes=2"), HasSubstr("'bodybytes'; there are body-bytes, "));
  EXPECT_THAT(refusal("body-bytes"), HasSubstr("1024 to 8388608"));
  EXPECT_THAT(refusal("body-bytes=9999999999"), HasSubstr("body-bytes must be a number from"));
  EXPECT_THAT(refusal("body-bytes=-1"), HasSubstr("not '-1'"));
  EXPECT_THAT(refusal("body-bytes=1k"), HasSubstr("not '1k'"));
  EXPECT_THAT(refusal("body-bytes=8388608,arriving-bytes=1048576"), HasSubstr("together"));
  EXPECT_THAT(refusal("body-bytes=2048,,"), HasSubstr("no limit ''"));
}

// Every line of the help names a limit that can be set to its default.
TEST(ServiceLimits, AreAllInTheHelpWithDefaultsWithinTheirRange) {
  std::istringstream lines(limits_help());
  std::string line;
  std::getline(lines, line);
  int count = 0;
  while (std::getline(lines, line)) {
    const std::string name = line.substr(2, line.find(' ', 2) - 2);
    const auto value = line.substr(line.rfind(' ') + 1);
    EXPECT_EQ(refusal(name + "=" + value.substr(0, value.size() - 1)), "") << line;
    ++count;
  }
  EXPECT_GT(count, 20);
}

}  // namespace
}  // namespace runledger::app
