#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"

namespace runledger::run {
namespace {

using testing::RunDriver;

std::string output_of(std::string_view body, std::string_view input) {
  RunDriver run(body);
  run.start(input);
  if (run.state().error) return "faulted: " + run.state().error->detail;
  return run.output();
}

TEST(DecideFor, GivesEachRoundWhatTheOneBeforeGave) {
  // The conformance kit's scenario "For Task".
  EXPECT_EQ(
      output_of("do: [{loop: {for: {each: color, in: .colors}, do: [{mark: {set: {processed: '${ {colors: "
                "(.processed.colors + [$color]), indexes: (.processed.indexes + [$index])} }'}}}]}}]",
                R"({"colors":["red","green","blue"]})"),
      R"({"processed":{"colors":["red","green","blue"],"indexes":[0,1,2]}})");
}

TEST(DecideFor, GivesItsInputWhenThereIsNothingToGoThrough) {
  EXPECT_EQ(output_of("do: [{f: {for: {in: .none}, do: [{a: {set: {x: 1}}}]}}]", R"({"none":[]})"),
            R"({"none":[]})");
}

TEST(DecideFor, NamesItemAndIndexAsAsked) {
  EXPECT_EQ(
      output_of(
          "do: [{f: {for: {in: [5, 6], each: it, at: nr}, do: [{a: {set: {last: '${ [$it, $nr] }'}}}]}}]",
          "{}"),
      R"({"last":[6,1]})");
}

TEST(DecideFor, InnerLoopsHideTheVariablesOfOuterOnes) {
  EXPECT_EQ(output_of("do: [{f: {for: {in: [1, 2]}, do: [{g: {for: {in: '${ [$item * 10] }', at: inner}, do: "
                      "[{a: {set: '${ (. // []) + [[$item, $index, $inner]] }'}}]}}]}}]",
                      "null"),
            "[[10,0,0],[20,1,0]]");
}

TEST(DecideFor, GoesOnWhileTheConditionHolds) {
  EXPECT_EQ(
      output_of(
          "do: [{f: {for: {in: [1, 2, 3, 4]}, while: '$item < 3 and .sum < 10', do: [{a: {set: {sum: '${ "
          ".sum + $item }'}}}]}}]",
          R"({"sum":0})"),
      R"({"sum":3})");
  EXPECT_EQ(
      output_of("do: [{f: {for: {in: [1, 2]}, while: 'false', do: [{a: {set: {x: 1}}}]}}]", R"({"n":1})"),
      R"({"n":1})");
}

TEST(DecideFor, ExitEndsTheRoundAndEndTheRun) {
  const std::string body =
      "do: [{f: {for: {in: [1, 2, 3]}, do: [{s: {switch: [{even: {when: $item == 2, then: DIRECTION}}]}}, "
      "{a: {set: {n: '${ .n + $item }'}}}]}}, {z: {set: {n: '${ .n * 100 }'}}}]";
  const auto with = [&](const char* direction) {
    std::string text = body;
    return text.replace(text.find("DIRECTION"), 9, direction);
  };
  EXPECT_EQ(output_of(with("exit"), R"({"n":0})"), R"({"n":400})");
  EXPECT_EQ(output_of(with("end"), R"({"n":0})"), R"({"n":1})");
}

TEST(DecideFor, SaysWhatItCannotGoThrough) {
  EXPECT_EQ(
      output_of("do: [{f: {for: {in: .pets}, do: [{a: {set: {x: 1}}}]}}]", R"({"pets":{"a":1}})"),
      "faulted: for.in must give an array, not {\"a\":1}; where there may be none, write '(...) // []'");
  EXPECT_EQ(output_of("do: [{f: {for: {in: '[range(100001)]'}, do: [{a: {set: {x: 1}}}]}}]", "{}"),
            "faulted: for.in gives 100001 items, and at most 100000 are allowed");
  EXPECT_NE(output_of("do: [{f: {for: {in: [1]}, while: .x.y.z, do: [{a: {set: {x: 1}}}]}}]", R"({"x":5})")
                .find("faulted: while: "),
            std::string::npos);
}

TEST(DecideFor, TakesManyRoundsInDecisionsOfBoundedLength) {
  RunDriver run("do: [{f: {for: {in: '[range(9999)]'}, do: [{a: {set: {x: 1}}}]}}]");
  run.start();
  EXPECT_EQ(run.output(), R"({"x":1})");
  EXPECT_GT(run.decisions().size(), 19u);
  for (const std::size_t events : run.decisions()) EXPECT_LE(events, 1'002u);
}

TEST(DecideFor, BoundsADecisionByItsBytesToo) {
  RunDriver run("do: [{f: {for: {in: '[range(20)]'}, do: [{a: {set: '${ . }'}}]}}]");
  run.start("\"" + std::string(300'000, 'x') + "\"");
  EXPECT_EQ(run.state().status, RunStatus::completed);
  EXPECT_GT(run.decisions().size(), 4u) << "six megabytes of outputs";
}

TEST(DecideFor, FaultsAtTheLimitOfARun) {
  RunDriver run("do: [{a: {set: {x: 1}, then: b}}, {b: {set: {x: 2}, then: a}}]");
  RunLimits limits;
  limits.events = 2'500;
  run.limit(limits).start();
  EXPECT_EQ(run.history().size(), 2'501u) << "with the fault";
  ASSERT_EQ(run.state().status, RunStatus::faulted);
  EXPECT_EQ(
      run.state().error->detail,
      "the run has more than 2500 events: does a `then` or a retry loop for ever? If not, split the work "
      "into several runs");
}

constexpr char kCalls[] =
    "do: [{f: {for: {in: [a, b, c]}, do: [{c: {call: http, with: {method: post, endpoint: "
    "'https://example.com/${ $item }'}}}]}}]";

TEST(DecideFor, TellsOfEachRound) {
  RunDriver run(kCalls);
  run.start().succeed("1");
  EXPECT_EQ(run.news(),
            "RunStarted; TaskStarted /do/0/f; RoundStarted /do/0/f; TaskStarted /do/0/f/do/0/c; "
            "ActionStarted /do/0/f/do/0/c attempt 1; ActionSucceeded /do/0/f/do/0/c attempt 1; "
            "TaskCompleted /do/0/f/do/0/c; RoundStarted /do/0/f; TaskStarted /do/0/f/do/0/c#1; "
            "ActionStarted /do/0/f/do/0/c#1 attempt 1");
  EXPECT_EQ(run.action().ref.iteration, 1u);
  EXPECT_NE(write_json(*run.action().arguments).find("https://example.com/b"), std::string::npos);
  run.succeed("2").succeed("3");
  EXPECT_EQ(run.output(), "3");
}

TEST(DecideFor, AnAdminsRetryGoesOnInTheRoundThatFailed) {
  RunDriver run(kCalls);
  run.start().succeed("1").fail(503);
  ASSERT_EQ(run.output(), "faulted");
  run.retry();
  EXPECT_EQ(run.action().ref.iteration, 1u);
  EXPECT_EQ(run.action().attempt, 2u);
  EXPECT_NE(write_json(*run.action().arguments).find("https://example.com/b"), std::string::npos);
  run.succeed("2").succeed("3");
  EXPECT_EQ(run.output(), "3");
}

TEST(DecideFor, AnAdminsRetryEvaluatesAFailedWhileAgain) {
  RunDriver run("do: [{f: {for: {in: [1, 2]}, while: '.n.x == null', do: [{a: {set: {n: '${ $item }'}}}]}}]");
  run.start().news();
  ASSERT_EQ(run.output(), "faulted");
  run.retry();
  EXPECT_EQ(run.news(), "RunRetried; TaskFaulted /do/0/f; RunFaulted /do/0/f");
}

TEST(DecideFor, ATryAroundItStartsItOverWithNewNumbers) {
  RunDriver run(
      "do: [{t: {try: [{f: {for: {in: [a, b]}, do: [{c: {call: http, with: {method: post, endpoint: "
      "'https://example.com/${ $item }'}}}]}}], catch: {retry: {limit: {attempt: {count: 2}}}}}}]");
  run.start().succeed("1").fail(503);
  EXPECT_NE(write_json(*run.action().arguments).find("https://example.com/a"), std::string::npos);
  EXPECT_EQ(run.action().ref.iteration, 2u) << "1 was b's";
}

}  // namespace
}  // namespace runledger::run
