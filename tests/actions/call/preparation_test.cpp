#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

#include "tests/actions/action_harness.hpp"

namespace runledger::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What happens to calls before they are begun, whatever their kind.
class Preparation : public ::testing::TestWithParam<const char*> {
 protected:
  void TearDown() override { harness.expect_one_answer_each(); }

  PendingOutcomePtr begin(Milliseconds timeout = {}) {
    const std::string arguments =
        R"({"connection":"c","message":)" + quoted(ActionHarness::secret("pin")) + "}";
    return harness.begin(GetParam(), arguments, timeout);
  }

  ActionHarness harness;
};

TEST_P(Preparation, FailsWithoutDetailsWhenItThrows) {
  harness.vault().before_reading = []() -> Result<Done> { throw std::runtime_error("password=hush"); };
  const run::ActionOutcome outcome = begin()->wait();
  EXPECT_EQ(error_of(outcome).type, run::error_type::kRuntime);
  EXPECT_EQ(error_of(outcome).status, 500);
  EXPECT_THAT(describe(outcome), Not(HasSubstr("hush")));
}

TEST_P(Preparation, IsTriedAgainWhileTheVaultIsAway) {
  std::atomic<int> readings = 0;
  harness.vault().before_reading = [&]() -> Result<Done> {
    if (++readings <= 2) return Error{Errc::unavailable, "away"};
    return Error{Errc::not_found, "back"};
  };
  EXPECT_EQ(error_of(begin()->wait()).status, 404);
  EXPECT_EQ(readings, 3);
}

TEST_P(Preparation, FailsAtTheDeadlineWhenTheVaultStaysAway) {
  harness.vault().before_reading = []() -> Result<Done> { return Error{Errc::overloaded, "away"}; };
  EXPECT_EQ(error_of(begin(Milliseconds(250))->wait()).status, 503);
}

TEST_P(Preparation, IsOutOfTheVaultOnceStopped) {
  std::promise<void> inside;
  std::atomic<bool> left = false;
  harness.vault().before_reading = [&]() -> Result<Done> {
    inside.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(600));  // longer than a stop without grace waited
    left = true;
    return Error{Errc::unavailable, "slow"};
  };
  begin();
  inside.get_future().wait();
  harness.runner().stop(Milliseconds(0));
  EXPECT_TRUE(left);
}

INSTANTIATE_TEST_SUITE_P(EveryKind, Preparation, ::testing::Values("http", "email", "postgres", "log"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace runledger::test
