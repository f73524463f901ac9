#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"

namespace runledger::run {
namespace {

using testing::at;
using testing::RunDriver;

// A try around one call; `guard` is what stands in `catch`.
std::string guarded(const std::string& guard, const std::string& more = "") {
  return "do:\n- t:\n    try: [{c: {call: http, with: {method: post, endpoint: 'https://example.com'}}}]\n   "
         " catch: " +
         guard + "\n" + more;
}

TEST(DecideTry, RunsCatchDoWithTheErrorBound) {
  RunDriver run(
      guarded("{as: err, do: [{h: {set: {status: '${ $err.status }', at: '${ $err.instance }'}}}]}"));
  run.start().fail(503);
  EXPECT_EQ(run.output(), R"({"status":503,"at":"/do/0/t/try/0/c"})");
}

TEST(DecideTry, GoesOnWithItsInputWhenNeitherRetryNorDoIsAskedFor) {
  RunDriver run(guarded("{errors: {with: {status: 503}}}"));
  run.start(R"({"n":1})").fail(503);
  EXPECT_EQ(run.output(), R"({"n":1})");
}

TEST(DecideTry, LetsOtherErrorsPass) {
  RunDriver run(guarded("{errors: {with: {status: 503}}, do: [{h: {set: {x: 1}}}]}"));
  run.start().fail(404);
  EXPECT_EQ(run.output(), "faulted");
}

TEST(DecideTry, MatchesEveryPublishedSpellingOfAType) {
  for (const char* spelling :
       {"https://serverlessworkflow.io/spec/1.0.0/errors/communication",
        "https://serverlessworkflow.io/dsl/errors/types/communication", error_type::kCommunication}) {
    RunDriver run(
        guarded("{errors: {with: {type: '" + std::string(spelling) + "'}}, do: [{h: {set: {x: 1}}}]}"));
    run.start().fail(500);
    EXPECT_EQ(run.output(), R"({"x":1})") << spelling;
  }
}

TEST(DecideTry, AsksWhenAndExceptWhen) {
  const std::string clause =
      "{when: $error.status >= 500, exceptWhen: $error.status == 501, do: [{h: {set: {x: 1}}}]}";
  for (const auto& [status, output] :
       {std::pair(500, R"({"x":1})"), std::pair(501, "faulted"), std::pair(404, "faulted")}) {
    RunDriver run(guarded(clause));
    run.start().fail(status);
    EXPECT_EQ(run.output(), output) << status;
  }
}

TEST(DecideTry, DoesNotCatchErrorsOfItsOwnCatchDo) {
  RunDriver run(guarded("{do: [{h: {raise: {error: {type: 'https://example.com/x', status: 400}}}}]}"));
  run.start().fail(503);
  EXPECT_EQ(run.output(), "faulted");
  EXPECT_EQ(run.state().error->status, 400);
}

TEST(DecideTry, HandsErrorsOfCatchDoToTheTryAround) {
  RunDriver run(R"(
do:
- outer:
    try:
    - inner:
        try: [{a: {raise: {error: {type: 'https://example.com/a', status: 400}}}}]
        catch: {do: [{b: {raise: {error: {type: 'https://example.com/b', status: 401}}}}]}
    catch: {do: [{c: {set: '${ $error.status }'}}]}
)");
  run.start();
  EXPECT_EQ(run.output(), "401");
}

TEST(DecideTry, FaultsWithTheClausesErrorWhenTheClauseItselfFails) {
  RunDriver run(guarded("{when: '.n.x', do: [{h: {set: {x: 1}}}]}"));
  run.start(R"({"n":1})").fail(503);
  ASSERT_EQ(run.output(), "faulted");
  EXPECT_EQ(run.state().error->type, error_type::kExpression);
  EXPECT_NE(run.state().error->detail.find("on purpose"), std::string::npos) << run.state().error->detail;
}

TEST(DecideTry, CatchThenLeadsElsewhere) {
  RunDriver run(guarded("{then: good}", "- bad: {set: {x: bad}, then: end}\n- good: {set: {x: good}}"));
  run.start().fail(503);
  EXPECT_EQ(run.output(), R"({"x":"good"})");
}

TEST(DecideRetry, RepeatsWithTheSameIterationAndTheNextAttempt) {
  RunDriver run(guarded("{retry: {delay: {seconds: 3}, limit: {attempt: {count: 2}}}}"));
  run.start().fail(503);
  EXPECT_EQ(run.state().status, RunStatus::waiting);
  EXPECT_EQ(run.state().wake_at(), at(3));
  run.wake();
  EXPECT_EQ(run.action().ref, (TaskRef{"/do/0/t/try/0/c", 0}));
  EXPECT_EQ(run.action().attempt, 2u);
  run.succeed(R"({"ok":1})");
  EXPECT_EQ(run.output(), R"({"ok":1})");
}

TEST(DecideRetry, StartsItsBlockOverWithTheTrysInput) {
  RunDriver run(R"(
do:
- t:
    try:
    - a: {set: {n: '${ .n + 1 }'}}
    - c: {call: http, with: {method: post, endpoint: 'https://example.com', body: '${ .n }'}}
    catch: {retry: {limit: {attempt: {count: 1}}}, do: [{h: {set: '${ [.n, $error.status] }'}}]}
)");
  run.start(R"({"n":1})").fail(503);
  EXPECT_EQ(write_json(*run.frame().input), R"({"n":2})");
  run.fail(504);
  EXPECT_EQ(run.output(), "[1,504]") << "catch.do gets the try's input too";
}

TEST(DecideRetry, FaultsTheFailedTaskWhenExhaustedWithoutCatchDo) {
  RunDriver run(guarded("{retry: {limit: {attempt: {count: 1}}}}"));
  run.start().fail(503).news();
  run.fail(504);
  EXPECT_EQ(
      run.news(),
      "ActionFailed /do/0/t/try/0/c attempt 2; TaskFaulted /do/0/t/try/0/c; RunFaulted /do/0/t/try/0/c");
  EXPECT_EQ(run.state().error->status, 504);
}

TEST(DecideRetry, RunsCatchDoWhenExhausted) {
  RunDriver run(guarded("{retry: {limit: {attempt: {count: 1}}}, do: [{h: {set: '${ $error.status }'}}]}"));
  run.start().fail(503).fail(504);
  EXPECT_EQ(run.output(), "504");
}

TEST(DecideRetry, AsksItsOwnWhen) {
  RunDriver run(guarded("{retry: {when: $error.status == 503, limit: {attempt: {count: 5}}}}"));
  run.start().fail(503).fail(404);
  EXPECT_EQ(run.output(), "faulted");
}

struct Schedule {
  const char* name;
  const char* policy;
  std::vector<double> delays;  // seconds, of the first repetitions
};
void PrintTo(const Schedule& schedule, std::ostream* out) {
  *out << schedule.name;
}
class RetrySchedule : public ::testing::TestWithParam<Schedule> {};

TEST_P(RetrySchedule, WaitsAsItsPolicySays) {
  RunDriver run(guarded("{retry: " + std::string(GetParam().policy) + "}"));
  run.start();
  for (const double delay : GetParam().delays) {
    const Timestamp before = run.now();
    run.fail(503);
    ASSERT_TRUE(run.state().wake_at().has_value());
    EXPECT_EQ(*run.state().wake_at() - before, at(delay) - at(0)) << "expected " << delay << " s";
    run.wake();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Policies, RetrySchedule,
    ::testing::Values(
        Schedule{"Constant",
                 "{delay: {seconds: 2}, backoff: {constant: {}}, limit: {attempt: {count: 9}}}",
                 {2, 2, 2}},
        Schedule{"Linear",
                 "{delay: {seconds: 2}, backoff: {linear: {}}, limit: {attempt: {count: 9}}}",
                 {2, 4, 6}},
        Schedule{"Exponential",
                 "{delay: {seconds: 2}, backoff: {exponential: {}}, limit: {attempt: {count: 9}}}",
                 {2, 4, 8}},
        Schedule{
            "MultiplierAndLimit",
            "{delay: {seconds: 1}, backoff: {exponential: {multiplier: 3, maxDelay: {seconds: 5}}}, limit: "
            "{attempt: {count: 9}}}",
            {1, 3, 5, 5}}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(DecideRetry, AddsJitterWithinItsRange) {
  const char* policy =
      "{retry: {delay: {seconds: 1}, jitter: {from: {seconds: 1}, to: {seconds: 2}}, limit: {attempt: "
      "{count: 50}}}}";
  RunDriver run(guarded(policy));
  run.start();
  for (int i = 0; i < 20; ++i) {
    const Timestamp before = run.now();
    run.fail(503);
    const auto delay = *run.state().wake_at() - before;
    EXPECT_GE(delay, std::chrono::seconds(2));
    EXPECT_LE(delay, std::chrono::seconds(3));
    run.wake();
  }
}

TEST(DecideRetry, EndsWhenItsTotalDurationIsOver) {
  RunDriver run(guarded("{retry: {delay: {seconds: 4}, limit: {duration: {seconds: 10}}}}"));
  run.start().fail(503).wake().fail(503).wake();
  EXPECT_EQ(run.now(), at(8));
  run.fail(503);
  EXPECT_EQ(run.output(), "faulted");
}

TEST(DecideRetry, CutsOffAnAttemptThatLastsTooLong) {
  RunDriver run(guarded("{retry: {limit: {attempt: {count: 1, duration: {seconds: 5}}}}}"));
  run.start();
  EXPECT_EQ(run.action().timeout, Milliseconds(5000));
  run.wake();
  EXPECT_EQ(run.now(), at(5));
  EXPECT_EQ(run.action().attempt, 2u);
  EXPECT_EQ(run.state().wake_at(), at(10));
  run.wake();
  EXPECT_EQ(run.output(), "faulted");
  EXPECT_EQ(run.state().error->status, 408);
}

TEST(DecideRetry, FindsAnEndlessRetryOfPureTasks) {
  RunDriver run(R"(
do:
- t:
    try: [{a: {raise: {error: {type: 'https://example.com/a', status: 400}}}}]
    catch: {retry: {}}
)");
  run.start();
  EXPECT_EQ(run.output(), "faulted");
  EXPECT_LE(run.history().size(), 30'010u);
}

}  // namespace
}  // namespace runledger::run
