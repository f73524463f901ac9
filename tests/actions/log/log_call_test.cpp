#include <gtest/gtest.h>

#include "tests/actions/action_harness.hpp"

namespace runledger::test {
namespace {

TEST(LogCall, HandsTheLineToTheSinkWithoutSecrets) {
  std::mutex mutex;
  std::vector<std::string> lines;
  actions::ActionOptions options;
  options.log_sink = [&](const actions::LogLine& line) {
    const std::lock_guard lock(mutex);
    lines.push_back(std::string(line.level) + " " + std::string(line.task) + " " + std::string(line.message));
  };
  ActionHarness harness(options);
  ASSERT_TRUE(harness.vault().save_secret(SecretName{"pin"}, "4711-x").ok());
  const std::string text = quoted("pin is " + ActionHarness::secret("pin"));
  EXPECT_EQ(result_of(harness.perform("log", R"({"level":"warn","message":)" + text + "}")), json("{}"));
  EXPECT_EQ(result_of(harness.perform("log", R"({"message":{"a":[1]}})")), json("{}"));
  EXPECT_EQ(lines, (std::vector<std::string>{"warn /do/0/notify pin is [redacted]",
                                             R"(info /do/0/notify {"a":[1]})"}));
  harness.expect_one_answer_each();
}

TEST(LogCall, NeedsNoSinkButAKnownLevel) {
  ActionHarness harness;
  EXPECT_EQ(result_of(harness.perform("log", R"({"message":"x"})")), json("{}"));
  EXPECT_EQ(error_of(harness.perform("log", R"({"message":"x","level":"loud"})")).type,
            run::error_type::kConfiguration);
}

}  // namespace
}  // namespace runledger::test
