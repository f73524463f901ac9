#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"
#include "workflow/run/actions.hpp"

namespace runledger::run {
namespace {

using testing::at;
using testing::RunDriver;

std::string output_of(std::string_view body, std::string_view input = "{}") {
  RunDriver run(body);
  run.start(input);
  return run.output();
}

std::string call(const std::string& name, const std::string& more = "") {
  return "{" + name + ": {call: http, with: {method: post, endpoint: 'https://example.com/" + name + "'}" +
         more + "}}";
}

constexpr char kA[] = "/do/0/f/fork/branches/0/a";
constexpr char kB[] = "/do/0/f/fork/branches/1/b";

std::string fork_of(const std::string& branches, const std::string& more = "") {
  return "{f: {fork: {" + more + "branches: [" + branches + "]}}}";
}

TEST(DecideFork, GivesTheOutputsInTheOrderOfDeclaration) {
  RunDriver run("do: [" + fork_of(call("a") + ", " + call("b")) + "]");
  run.start();
  EXPECT_EQ(run.acting(), (std::vector<std::string>{kA, kB})) << "side by side";
  EXPECT_EQ(run.news(),
            "RunStarted; TaskStarted /do/0/f; TaskStarted /do/0/f/fork/branches/0/a; "
            "ActionStarted /do/0/f/fork/branches/0/a attempt 1; TaskStarted /do/0/f/fork/branches/1/b; "
            "ActionStarted /do/0/f/fork/branches/1/b attempt 1");
  run.of(kB).succeed("2");
  EXPECT_EQ(run.state().status, RunStatus::running);
  run.of(kA).succeed("1");
  EXPECT_EQ(run.output(), "[1,2]");
}

TEST(DecideFork, GivesEachBranchItsInput) {
  EXPECT_EQ(
      output_of(
          "do: [{f: {input: {from: .x}, fork: {branches: [{a: {set: '${ [., 1] }'}}, {b: {do: [{c: {set: "
          "'${ [., 2] }'}}]}}, {c: {if: 'false', set: {x: 1}}}]}}}]",
          R"({"x":7})"),
      "[[7,1],[7,2],7]");
}

TEST(DecideFork, TheFirstToCompleteWinsARace) {
  // The conformance kit's scenario: one of the colors, whichever.
  EXPECT_EQ(
      output_of(
          "do: [{f: {fork: {compete: true, branches: [{red: {set: {colors: '${ .colors + [\"red\"] }'}}}, "
          "{green: {set: {colors: '${ .colors + [\"green\"] }'}}}]}}}]"),
      R"({"colors":["red"]})");
  RunDriver run("do: [" + fork_of(call("a") + ", " + call("b"), "compete: true, ") + "]");
  run.start().news();
  const Command late = run.of(kA).outcome(Succeeded{testing::shared("1")});
  run.of(kB).succeed("2");
  EXPECT_EQ(run.news(),
            "ActionSucceeded /do/0/f/fork/branches/1/b attempt 1; TaskCompleted /do/0/f/fork/branches/1/b; "
            "ActionCancelled /do/0/f/fork/branches/0/a attempt 1; TaskCancelled /do/0/f/fork/branches/0/a; "
            "TaskCompleted /do/0/f; RunCompleted");
  EXPECT_EQ(run.output(), "2");
  EXPECT_EQ(run.refused(late).code, Errc::conflict);
}

TEST(DecideFork, ASkippedBranchWinsNoRace) {
  EXPECT_EQ(
      output_of("do: [" + fork_of("{a: {if: 'false', set: {x: 1}}}, {b: {set: {x: 2}}}", "compete: true, ") +
                "]"),
      R"({"x":2})");
  EXPECT_EQ(
      output_of("do: [" + fork_of("{a: {if: 'false', set: {x: 1}}}", "compete: true, ") + "]", R"({"n":1})"),
      R"({"n":1})");
}

TEST(DecideFork, AWaitCanLoseARace) {
  RunDriver run("do: [" +
                fork_of("{a: {do: [{w: {wait: {seconds: 60}}}, {s: {set: {late: true}}}]}}, " + call("b"),
                        "compete: true, ") +
                "]");
  run.start();
  EXPECT_EQ(run.state().status, RunStatus::running) << "an effect is under way";
  EXPECT_EQ(run.state().wake_at(), at(60));
  run.wake();
  EXPECT_EQ(run.output(), R"({"late":true})");
}

TEST(DecideFork, WaitsRestSideBySide) {
  RunDriver run("do: [" + fork_of("{a: {wait: {seconds: 60}}}, {b: {wait: {seconds: 5}}}, " + call("c")) +
                "]");
  run.start();
  EXPECT_EQ(run.state().status, RunStatus::running);
  run.succeed("3");
  EXPECT_EQ(run.state().status, RunStatus::waiting) << "only waits are left";
  EXPECT_EQ(run.state().wake_at(), at(5));
  run.wake();
  EXPECT_EQ(run.state().status, RunStatus::waiting);
  run.wake();
  EXPECT_EQ(run.output(), "[{},{},3]");
}

TEST(DecideFork, AnErrorFaultsTheForkAndCancelsTheOthers) {
  RunDriver run("do: [{t: {try: [" + fork_of(call("a") + ", {b: {wait: {hours: 1}}}, " + call("c")) +
                "], catch: {as: e, do: [{h: {set: '${ $e.status }'}}]}}}]");
  run.start().news();
  run.of("/do/0/t/try/0/f/fork/branches/0/a").fail(503);
  EXPECT_EQ(run.news(),
            "ActionFailed /do/0/t/try/0/f/fork/branches/0/a attempt 1; "
            "ActionCancelled /do/0/t/try/0/f/fork/branches/2/c attempt 1; "
            "TaskFaulted /do/0/t/try/0/f/fork/branches/0/a; ErrorCaught /do/0/t; "
            "TaskCompleted /do/0/t/catch/do/0/h; TaskCompleted /do/0/t; RunCompleted");
  EXPECT_EQ(run.output(), "503");
}

TEST(DecideFork, ATryInsideABranchKeepsTheErrorThere) {
  RunDriver run("do: [" +
                fork_of("{a: {try: [" + call("x") +
                        "], catch: {retry: {delay: {seconds: 9}, limit: "
                        "{attempt: {count: 1}}}}}}, " +
                        call("b")) +
                "]");
  run.start();
  run.of("/do/0/f/fork/branches/0/a/try/0/x").fail(503);
  EXPECT_EQ(run.acting(), std::vector<std::string>{kB});
  run.succeed("2");
  EXPECT_EQ(run.state().status, RunStatus::waiting) << "for the retry";
  run.wake().succeed("1");
  EXPECT_EQ(run.output(), "[1,2]");
}

TEST(DecideFork, ATimeoutOfABranchEndsItsEffect) {
  RunDriver run("do: [{t: {try: [" +
                fork_of(call("a", ", timeout: {after: {seconds: 5}}") + ", " + call("b")) +
                "], catch: {as: e, do: [{h: {set: '${ $e.status }'}}]}}}]");
  run.start().news();
  EXPECT_EQ(run.state().wake_at(), at(5));
  run.wake();
  EXPECT_EQ(run.news().substr(0, 120),
            "ActionTimedOut /do/0/t/try/0/f/fork/branches/0/a attempt 1; "
            "ActionCancelled /do/0/t/try/0/f/fork/branches/1/b attempt 1;");
  EXPECT_EQ(run.output(), "408");
}

TEST(DecideFork, AnAdminsRetryKeepsWhatTheOtherBranchesGave) {
  RunDriver run("do: [" +
                fork_of(call("a") + ", " + call("b") + ", " + call("c") + ", {d: {wait: {seconds: 60}}}") +
                "]");
  run.start().of(kA).succeed("1").of(kB).fail(503);
  ASSERT_EQ(run.output(), "faulted");
  run.news();
  run.retry();
  EXPECT_EQ(run.news(),
            "RunRetried; TaskStarted /do/0/f/fork/branches/1/b; "
            "ActionStarted /do/0/f/fork/branches/1/b attempt 2; "
            "TaskStarted /do/0/f/fork/branches/2/c; ActionStarted /do/0/f/fork/branches/2/c attempt 2");
  EXPECT_EQ(run.state().wake_at(), at(60)) << "the wait went on";
  run.of(kB).succeed("2").succeed("3").wake();
  EXPECT_EQ(run.output(), "[1,2,3,{}]");
}

TEST(DecideFork, EveryEffectIsUnknownAfterACrash) {
  const std::string get = "{b: {call: http, with: {method: get, endpoint: 'https://example.com'}}}";
  RunDriver run("do: [{t: {try: [" + fork_of(call("a") + ", " + get) +
                "], catch: {do: [{h: {set: '${ $error.title "
                "}'}}]}}}]");
  run.start().news();
  run.resume();
  const std::string news = run.news();
  EXPECT_EQ(news.substr(0, news.find("; ActionStarted")),
            "ActionOutcomeUnknown /do/0/t/try/0/f/fork/branches/0/a attempt 1; "
            "ActionOutcomeUnknown /do/0/t/try/0/f/fork/branches/1/b attempt 1");
  EXPECT_EQ(run.state().status, RunStatus::completed) << "the unknown one raised, and was caught";
}

TEST(DecideFork, TheLoserOfARaceNeverGivesItsNumberAway) {
  RunDriver run("do: [" + fork_of(call("a") + ", " + call("b"), "compete: true, ") +
                ", {again: {switch: [{more: {then: f}}]}}]");
  run.start().of(kB).succeed("1");
  EXPECT_EQ(run.state().find(kA)->ref.iteration, 1u);
}

TEST(DecideFork, ARepeatedForkKeepsTheNumbersOfWhatWasCutOff) {
  RunDriver run("do: [{t: {try: [" + fork_of(call("a") + ", " + call("b")) +
                "], catch: {retry: {limit: {attempt: {count: 1}}}}}}]");
  run.start().of("/do/0/t/try/0/f/fork/branches/0/a").fail(503);
  const Frame& repeated = *run.state().find("/do/0/t/try/0/f/fork/branches/1/b");
  EXPECT_EQ(repeated.ref.iteration, 0u) << "b may have happened";
  EXPECT_EQ(repeated.attempt, 2u);
}

TEST(DecideFork, EndInABranchEndsTheRunWhenAllAreDone) {
  EXPECT_EQ(output_of("do: [" + fork_of("{a: {set: '${ 1 }', then: end}}, {b: {set: '${ 2 }', then: exit}}") +
                      ", {z: {set: {never: true}}}]"),
            "[1,2]");
}

// `width` branches, each a fork of `width` calls.
RunDriver nested_forks(int width) {
  std::string outer;
  for (int i = 0; i < width; ++i) {
    std::string inner;
    for (int j = 0; j < width; ++j) inner += call("c" + std::to_string(j)) + ", ";
    outer += "{b" + std::to_string(i) + ": {fork: {branches: [" + inner + "]}}}, ";
  }
  return RunDriver("do: [" + fork_of(outer) + "]");
}

TEST(DecideFork, BeginsEveryBranchOfNestedForksOnce) {
  for (const int width : {1, 10, 40}) {
    RunDriver run = nested_forks(width);
    run.start();
    const auto wide = static_cast<std::size_t>(width);
    // The run, the outer fork, then a start for each inner fork and two events for each call.
    EXPECT_EQ(run.history().size(), 2 + wide + 2 * wide * wide);
    EXPECT_EQ(run.acting().size(), wide * wide);
    EXPECT_EQ(run.acting().back(), "/do/0/f/fork/branches/" + std::to_string(width - 1) + "/b" +
                                       std::to_string(width - 1) + "/fork/branches/" +
                                       std::to_string(width - 1) + "/c" + std::to_string(width - 1));
  }
}

TEST(DecideFork, FaultsWhenItsBranchesGiveTooMuchTogether) {
  RunDriver run("do: [" + fork_of("{a: {set: '${ . }'}}, {b: {set: '${ . }'}}, {c: {set: '${ . }'}}") + "]");
  run.start("\"" + std::string(3 * 1024 * 1024, 'x') + "\"");
  ASSERT_EQ(run.state().status, RunStatus::faulted);
  EXPECT_NE(run.state().error->detail.find("the document is larger than 8192 KiB"), std::string::npos)
      << run.state().error->detail;
}

TEST(BegunBranches, GivesTheFirstThatIsLeft) {
  BegunBranches branches(3);
  EXPECT_EQ(branches.next(), 0u);
  branches.begin(0);
  branches.begin(2);
  EXPECT_EQ(branches.next(), 1u);
  branches.begin(1);
  EXPECT_EQ(branches.next(), 3u);
  branches.give_back(2);
  EXPECT_EQ(branches.next(), 2u) << "a retry starts it again";
  branches.give_back(0);
  EXPECT_EQ(branches.next(), 0u);
  branches.begin(0);
  EXPECT_EQ(branches.next(), 2u);
}

TEST(DecideFork, TellsTheRunnerWhatToStop) {
  RunDriver run("do: [" + fork_of(call("a") + ", " + call("b"), "compete: true, ") + "]");
  run.start().of(kB).succeed("2");
  std::vector<std::string> cancelled;
  for (const RunEvent& event : run.history()) {
    for (const Action& action : actions_after(run.state(), event)) {
      if (const auto* cancel = std::get_if<CancelAction>(&action)) cancelled.push_back(cancel->ref.task);
    }
  }
  EXPECT_EQ(cancelled, std::vector<std::string>{kA});
}

}  // namespace
}  // namespace runledger::run
