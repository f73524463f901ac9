#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

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

INSTANTIATE_TEST_SUITE_P(EveryKind, Preparation, ::testing::Values("http", "email", "postgres", "log"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace runledger::test
