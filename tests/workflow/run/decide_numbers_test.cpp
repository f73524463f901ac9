#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"

// TaskRef::iteration makes the Idempotency-Key: the repetition of one piece of work has the same, two pieces
// never.
namespace runledger::run {
namespace {

using testing::RunDriver;

constexpr char kCall[] = "c: {call: http, with: {method: post, endpoint: 'https://example.com'}}";

std::uint32_t number(const RunDriver& run) {
  return run.action().ref.iteration;
}

TEST(DecideNumbers, ARepetitionKeepsTheNumber) {
  RunDriver run("do: [{t: {try: [{" + std::string(kCall) +
                "}], catch: {retry: {limit: {attempt: {count: 3}}}}}}]");
  run.start().fail(503);
  EXPECT_EQ(run.action().attempt, 2u);
  EXPECT_EQ(number(run), 0u);
}

TEST(DecideNumbers, TheNextRoundAfterASwallowedErrorGetsANewOne) {
  RunDriver run("do: [{t: {try: [{" + std::string(kCall) +
                "}], catch: {}}}, {again: {switch: [{more: {then: t}}]}}]");
  run.start().fail(503);
  EXPECT_EQ(number(run), 1u);
  EXPECT_EQ(run.action().attempt, 1u);
}

TEST(DecideNumbers, TheNextRoundAfterCatchDoGetsANewOne) {
  RunDriver run("do: [{t: {try: [{" + std::string(kCall) +
                "}], catch: {do: [{h: {set: {x: 1}}}]}}}, {again: {switch: [{more: {then: t}}]}}]");
  run.start().fail(503);
  EXPECT_EQ(number(run), 1u);
}

TEST(DecideNumbers, ALoopThatStartsOverGetsNewOnes) {
  RunDriver run("do: [{t: {try: [{" + std::string(kCall) +
                "}, {again: {switch: [{more: {when: .more, then: c}}]}}], "
                "catch: {retry: {limit: {attempt: {count: 3}}}}}}]");
  run.start().succeed(R"({"more":true})");
  ASSERT_EQ(number(run), 1u);
  run.fail(503);
  EXPECT_EQ(number(run), 2u) << "the first round again, not the second";
}

TEST(DecideNumbers, ATryThatIsCutOffHandsItsNumbersOn) {
  RunDriver run("do: [{o: {try: [{i: {try: [{" + std::string(kCall) +
                "}], catch: {retry: {delay: {hours: 1}, limit: {attempt: {count: 1}}}}, "
                "timeout: {after: {seconds: 5}}}}], catch: {}}}, {again: {switch: [{more: {then: o}}]}}]");
  run.start().fail(503);
  ASSERT_EQ(run.state().status, RunStatus::waiting) << "for its next attempt, which comes too late";
  run.wake();
  EXPECT_EQ(number(run), 1u);
}

}  // namespace
}  // namespace runledger::run
