#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"

// Timeouts, crashes and admins.
namespace runledger::run {
namespace {

using testing::at;
using testing::RunDriver;

constexpr char kCall[] = "call: http, with: {method: post, endpoint: 'https://example.com'}";

std::string call(const std::string& name, const std::string& more = "") {
  return "{" + name + ": {" + kCall + more + "}}";
}

TEST(DecideTimeout, EndsATaskAndRefusesItsLateAnswer) {
  RunDriver run("do: [" + call("c", ", timeout: {after: {seconds: 5}}") + "]");
  run.start();
  EXPECT_EQ(run.action().timeout, Milliseconds(5000));
  const Command late = run.outcome(Succeeded{testing::shared("{}")});
  run.news();
  run.wake();
  EXPECT_EQ(run.news(), "ActionTimedOut /do/0/c attempt 1; TaskFaulted /do/0/c; RunFaulted /do/0/c");
  EXPECT_EQ(run.state().error->type, error_type::kTimeout);
  EXPECT_EQ(run.state().error->status, 408);
  EXPECT_EQ(run.refused(late).code, Errc::conflict);
}

TEST(DecideTimeout, OfABlockCanBeCaughtAround) {
  RunDriver run(
      "do: [{t: {try: [{b: {timeout: {after: {seconds: 5}}, do: [{w: {wait: {seconds: 9}}}]}}], "
      "catch: {errors: {with: {status: 408}}, do: [{h: {set: '${ $error.instance }'}}]}}}]");
  run.start();
  EXPECT_EQ(run.state().wake_at(), at(5));
  run.wake();
  EXPECT_EQ(run.output(), R"("/do/0/t/try/0/b")");
}

TEST(DecideTimeout, OfTheRunPassesEveryTry) {
  RunDriver run("timeout: {after: {seconds: 5}}\ndo: [{t: {try: [" + call("c") +
                "], catch: {do: [{h: {set: {x: 1}}}]}}}]");
  run.start().news();
  run.wake();
  EXPECT_EQ(run.news(), "ActionTimedOut /do/0/t/try/0/c attempt 1; RunFaulted");
  EXPECT_EQ(run.state().error->instance, "/timeout");
}

TEST(DecideTimeout, DealsWithWhatWasDueFirstAfterALongPause) {
  RunDriver run(
      "do: [{b: {timeout: {after: {seconds: 10}}, do: [{w: {wait: {seconds: 5}}}, {x: {wait: {seconds: "
      "1}}}]}}]");
  run.start().news();
  run.advance_clock(60).resume();
  EXPECT_EQ(run.news(), "TaskCompleted /do/0/b/do/0/w; TaskFaulted /do/0/b; RunFaulted /do/0/b");
}

TEST(DecideResume, CannotKnowTheOutcomeOfAnEffect) {
  RunDriver run("do: [" + call("c") + "]");
  run.start().news();
  run.resume();
  EXPECT_EQ(run.news(), "ActionOutcomeUnknown /do/0/c attempt 1; TaskFaulted /do/0/c; RunFaulted /do/0/c");
  EXPECT_EQ(run.state().error->type, error_type::kOutcomeUnknown);
}

TEST(DecideResume, RepeatsWhatIsSafeToRepeat) {
  RunDriver run("do: [{c: {call: http, with: {method: get, endpoint: 'https://example.com'}}}]");
  run.start().news();
  run.resume();
  EXPECT_EQ(run.news(), "ActionOutcomeUnknown /do/0/c attempt 1; ActionStarted /do/0/c attempt 2");
  for (int i = 0; i < 19; ++i) run.resume();
  EXPECT_EQ(run.action().attempt, 21u) << "the end of a process says little about the effect";
  run.lose_outcome().lose_outcome().lose_outcome().lose_outcome();
  EXPECT_EQ(run.action().attempt, 25u);
  run.lose_outcome();
  EXPECT_EQ(run.output(), "faulted") << "not for ever";
  EXPECT_NE(run.state().error->detail.find("a retry makes the call again"), std::string::npos);
}

TEST(DecideResume, StopsRepeatingAnEffectThatEndsTheEngineAgainAndAgain) {
  RunDriver run("do: [{c: {call: http, with: {method: get, endpoint: 'https://example.com'}}}]");
  run.start();
  for (int i = 0; i < 101; ++i) run.resume();
  EXPECT_EQ(run.output(), "faulted");
}

TEST(DecideResume, LetsATryHandleAnUnknownOutcome) {
  RunDriver run("do: [{t: {try: [" + call("c") + "], catch: {errors: {with: {type: '" +
                error_type::kOutcomeUnknown + "'}}, retry: {limit: {attempt: {count: 1}}}}}}]");
  run.start().resume();
  EXPECT_EQ(run.action().attempt, 2u);
}

TEST(DecideResume, HasNothingToDoForARunThatEnded) {
  RunDriver run("do: [{a: {set: {x: 1}}}]");
  run.start().news();
  run.resume();
  EXPECT_EQ(run.news(), "");
}

TEST(DecideRetryRun, RepeatsOnlyTheFailedTask) {
  RunDriver run("do: [" + call("a") + ", {b: {do: [" + call("x") + ", " + call("y") + "]}}]");
  run.start().succeed(R"({"a":1})").succeed(R"({"x":1})").fail(503).news();
  run.retry();
  EXPECT_EQ(run.news(), "RunRetried; TaskStarted /do/1/b/do/1/y; ActionStarted /do/1/b/do/1/y attempt 2");
  EXPECT_EQ(write_json(*run.frame().input), R"({"x":1})");
  run.succeed(R"({"y":1})");
  EXPECT_EQ(run.output(), R"({"y":1})");
}

TEST(DecideRetryRun, GoesOnInsideATryWithFreshRetries) {
  RunDriver run("do: [{t: {try: [" + call("x") + ", " + call("y") +
                "], catch: {retry: {limit: {attempt: {count: 1}}}}}}]");
  run.start().succeed("1").fail(503).succeed("2").fail(503).news();
  ASSERT_EQ(run.output(), "faulted");
  run.retry();
  EXPECT_EQ(run.news(), "RunRetried; TaskStarted /do/0/t/try/1/y; ActionStarted /do/0/t/try/1/y attempt 3");
  EXPECT_EQ(write_json(*run.frame().input), "2");
  run.fail(503);
  EXPECT_EQ(run.state().status, RunStatus::running) << "the policy allows one more";
}

TEST(DecideRetryRun, GoesOnInsideCatchDoWithTheErrorStillBound) {
  RunDriver run("do: [{t: {try: [" + call("x") + "], catch: {do: [{s: {set: {n: 1}}}, " + call("y") +
                ", {z: {set: '${ $error.status }'}}]}}}]");
  run.start().fail(503).fail(500).news();
  run.retry();
  EXPECT_EQ(run.news(),
            "RunRetried; TaskStarted /do/0/t/catch/do/1/y; ActionStarted /do/0/t/catch/do/1/y attempt 2");
  run.succeed("{}");
  EXPECT_EQ(run.output(), "503");
}

TEST(DecideRetryRun, TriesAgainATaskThatFailedAtItsEntrance) {
  RunDriver run("do: [{a: {set: {n: 1}}}, {b: {input: {from: .n.x}, set: {x: 1}}}]");
  run.start().news();
  run.retry();
  EXPECT_EQ(run.news(), "RunRetried; TaskFaulted /do/1/b; RunFaulted /do/1/b");
}

TEST(DecideRetryRun, AllowsEveryDeadlineAnew) {
  RunDriver run("timeout: {after: {seconds: 100}}\ndo: [{b: {timeout: {after: {seconds: 5}}, do: [" +
                call("c") + "]}}]");
  run.start().wake();
  ASSERT_EQ(run.output(), "faulted");
  run.advance_clock(995).retry();
  EXPECT_EQ(run.now(), at(1000));
  EXPECT_EQ(run.action().timeout, Milliseconds(5000));
  EXPECT_EQ(run.state().deadline->at, at(1100));
  run.wake().advance_clock(10).retry();
  EXPECT_EQ(run.state().wake_at(), run.now() + std::chrono::seconds(5)) << "not longer the second time";
  run.succeed("1");
  EXPECT_EQ(run.output(), "1");
}

TEST(DecideRetryRun, AllowsARunThatTimedOutItsWholeTime) {
  RunDriver run("timeout: {after: {seconds: 5}}\ndo: [" + call("c") + "]");
  run.start().wake().advance_clock(60).retry();
  EXPECT_EQ(run.action().attempt, 2u);
  EXPECT_EQ(run.state().wake_at(), run.now() + std::chrono::seconds(5));
}

TEST(DecideRetryRun, RefusesARunThatWouldOnlyRaiseAgain) {
  RunDriver run("do: [{r: {raise: {error: {type: 'https://example.com/oops', status: 409}}}}]");
  run.start();
  EXPECT_EQ(run.state().status, RunStatus::faulted);
  const Error error = run.refused(RetryRun{"admin:ada", "again"});
  EXPECT_EQ(error.code, Errc::conflict);
  EXPECT_NE(error.message.find("/do/0/r"), std::string::npos) << error.message;
}

TEST(DecideRetryRun, GoesOnFromARaiseThatATryAroundItCanTryAgain) {
  RunDriver run("do: [{t: {try: [" + call("c") +
                ", {r: {raise: {error: {type: 'https://example.com/not-ready', status: 503}}}}], "
                "catch: {retry: {limit: {attempt: {count: 1}}}}}}]");
  run.start().succeed("{}").succeed("{}");
  EXPECT_EQ(run.state().status, RunStatus::faulted);
  run.retry();
  EXPECT_TRUE(run.state().active());
}

TEST(DecideRetryRun, RefusesARunThatDidNotFail) {
  RunDriver run("do: [" + call("c") + "]");
  run.start();
  EXPECT_EQ(run.refused(RetryRun{"admin:ada", "why not"}).code, Errc::conflict);
}

TEST(DecideQuarantine, SetsTheRunAsideUntilAnAdminRetriesIt) {
  RunDriver run("do: [" + call("c") + "]");
  run.start();
  const Command late = run.outcome(Succeeded{testing::shared("{}")});
  run.quarantine().news();
  EXPECT_EQ(run.output(), "quarantined");
  EXPECT_EQ(run.state().wake_at(), std::nullopt);
  EXPECT_EQ(run.refused(late).code, Errc::conflict);
  run.retry();
  EXPECT_EQ(run.news(),
            "RunRetried; ActionOutcomeUnknown /do/0/c attempt 1; TaskFaulted /do/0/c; RunFaulted /do/0/c");
  run.retry().succeed("1");
  EXPECT_EQ(run.output(), "1");
}

}  // namespace
}  // namespace runledger::run
