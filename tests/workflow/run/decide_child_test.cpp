#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"
#include "workflow/run/actions.hpp"

// `run: workflow`, as the parent sees it.
namespace runledger::run {
namespace {

using testing::RunDriver;
using testing::shared;

constexpr char kOneChild[] = R"(
do:
  - pack:
      run:
        workflow: {namespace: shop, name: pack, version: '1.2.0', input: {order: '${ .id }'}}
  - note: {set: {packed: '${ .box }'}}
)";

std::size_t tends(const RunDriver& run) {
  std::size_t found = 0;
  for (const RunEvent& event : run.history()) {
    for (const Action& action : actions_after(run.state(), event)) {
      if (std::holds_alternative<TendChildren>(action)) ++found;
    }
  }
  return found;
}

TEST(DecideChild, AsksForTheRunWithItsIdAndWaits) {
  RunDriver run(kOneChild);
  run.start(R"({"id":7})");
  EXPECT_EQ(run.news(), "RunStarted; TaskStarted /do/0/pack; ChildRunRequested /do/0/pack");
  const ChildRunRequested& asked = run.child();
  EXPECT_EQ(asked.workflow.value, "shop/pack");
  EXPECT_EQ(asked.version, "1.2.0");
  EXPECT_EQ(write_json(*asked.input), R"({"order":7})");
  EXPECT_EQ(asked.depth, 1u);
  EXPECT_FALSE(asked.child.is_nil());
  EXPECT_EQ(run.state().status, RunStatus::waiting) << "such a run leaves memory";
  EXPECT_EQ(tends(run), 1u);
}

TEST(DecideChild, GoesOnWithTheChildsOutput) {
  RunDriver run(kOneChild);
  run.start(R"({"id":7})");
  run.news();
  run.finish_child(Succeeded{shared(R"({"box":"B"})")});
  EXPECT_EQ(run.news(),
            "ChildRunCompleted /do/0/pack; TaskCompleted /do/0/pack; TaskCompleted /do/1/note; RunCompleted");
  EXPECT_EQ(run.output(), R"({"packed":"B"})");
}

TEST(DecideChild, RefusesTheOutcomeOfAnotherRunAndASecondOne) {
  RunDriver run(kOneChild);
  run.start(R"({"id":7})");
  const ChildRunRequested asked = run.child();
  const RunId stranger = *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad99");
  EXPECT_EQ(run.refused(FinishChild{asked.ref, stranger, asked.workflow, Succeeded{}}).code, Errc::conflict);
  run.finish_child(Succeeded{shared("{}")});
  EXPECT_EQ(run.refused(FinishChild{asked.ref, asked.child, asked.workflow, Succeeded{}}).code,
            Errc::conflict);
}

TEST(DecideChild, TheSameCircumstancesAskForTheSameRunAndOthersForAnother) {
  constexpr char kTwo[] = R"(
do:
  - both:
      fork:
        branches:
          - a: {run: {workflow: {namespace: shop, name: pack}}}
          - b: {run: {workflow: {namespace: shop, name: pack}}}
)";
  RunDriver one(kTwo), two(kTwo);
  one.start(), two.start();
  EXPECT_EQ(one.child().child, two.child().child);
  EXPECT_NE(one.of("/do/0/both/fork/branches/0/a").child().child,
            one.of("/do/0/both/fork/branches/1/b").child().child);
}

TEST(DecideChild, AChildsErrorIsCaughtAsItIsAndSaysWhereItCameFrom) {
  RunDriver run(R"(
do:
  - safe:
      try:
        - pack: {run: {workflow: {namespace: shop, name: pack}}}
      catch:
        errors: {with: {type: 'https://example.com/no-boxes', status: 409}}
        do:
          - keep: {set: {run: '${ $error.response.run }', from: '${ $error.response.error.instance }', at: '${ $error.instance }'}}
)");
  run.start();
  const std::string child = run.child().child.text();
  RunError error;
  error.type = "https://example.com/no-boxes";
  error.status = 409;
  error.title = "No boxes";
  error.instance = "/do/3/box";
  run.finish_child(Failed{error});
  EXPECT_EQ(run.output(), R"({"run":")" + child + R"(","from":"/do/3/box","at":"/do/0/safe/try/0/pack"})");
}

TEST(DecideChild, AnErrorThatIsTooLargeStillSaysWhereItCameFrom) {
  RunDriver run(kOneChild);
  run.start(R"({"id":7})");
  RunError error;
  error.type = "https://example.com/no-boxes";
  error.status = 409;
  error.title = "No boxes";
  error.response = shared("\"" + std::string(64 * 1024 - 100, 'x') + "\"");
  run.finish_child(Failed{error});
  ASSERT_EQ(run.state().status, RunStatus::faulted);
  ASSERT_NE(run.state().error->response, nullptr);
  const JsonObject& origin = run.state().error->response->get_object();
  EXPECT_EQ(origin.at("run").get_string(), run.child().child.text());
  EXPECT_EQ(origin.at("error").get_object().if_contains("response"), nullptr);
}

TEST(DecideChild, AChildThatIsCancelledOrCannotBeginIsAnErrorToo) {
  RunDriver cancelled(kOneChild);
  cancelled.start(R"({"id":7})").finish_child(ChildCancelled{"ordered twice"});
  ASSERT_EQ(cancelled.state().status, RunStatus::faulted);
  EXPECT_EQ(cancelled.state().error->type, error_type::kCancelled);
  EXPECT_NE(cancelled.state().error->detail.find("ordered twice"), std::string::npos);

  RunDriver refused(kOneChild);
  refused.start(R"({"id":7})").finish_child(ChildRefused{"there is no workflow shop/pack"});
  ASSERT_EQ(refused.state().status, RunStatus::faulted);
  EXPECT_EQ(refused.state().error->type, error_type::kConfiguration);
  EXPECT_EQ(refused.state().error->detail, "there is no workflow shop/pack");
}

TEST(DecideChild, AnAdminsRetryAsksForANewRun) {
  RunDriver run(kOneChild);
  run.start(R"({"id":7})");
  const RunId first = run.child().child;
  run.finish_child(ChildRefused{"no"}).advance_clock(5).retry();
  EXPECT_NE(run.child().child, first);
  run.finish_child(Succeeded{shared(R"({"box":"B"})")});
  EXPECT_EQ(run.output(), R"({"packed":"B"})");
}

TEST(DecideChild, WithoutAwaitTheTaskGivesItsInputOnceTheChildHasBegun) {
  RunDriver run(R"(
do:
  - pack:
      input: {from: '${ {n: .id} }'}
      run: {await: false, workflow: {namespace: shop, name: pack}}
)");
  run.start(R"({"id":7})");
  EXPECT_EQ(write_json(*run.child().input), "{}") << "nothing is passed on";
  EXPECT_EQ(run.state().status, RunStatus::waiting);
  run.finish_child(ChildBegan{});
  EXPECT_EQ(run.output(), R"({"n":7})");
}

TEST(DecideChild, ReturnNoneGivesNothing) {
  RunDriver run("do: [{pack: {run: {return: none, workflow: {namespace: shop, name: pack}}}}]");
  run.start().finish_child(Succeeded{shared(R"({"box":"B"})")});
  EXPECT_EQ(run.output(), "null");
}

TEST(DecideChild, ATimeoutGivesTheChildUpAndCanBeCaught) {
  RunDriver run(R"(
do:
  - safe:
      try:
        - pack: {run: {workflow: {namespace: shop, name: pack}}, timeout: {after: {seconds: 30}}}
      catch: {errors: {with: {status: 408}}, do: [{late: {set: {late: true}}}]}
)");
  run.start();
  run.news();
  run.wake();
  EXPECT_EQ(
      run.news(),
      "ChildRunCancelled /do/0/safe/try/0/pack; TaskFaulted /do/0/safe/try/0/pack; ErrorCaught /do/0/safe; "
      "TaskCompleted /do/0/safe/catch/do/0/late; TaskCompleted /do/0/safe; RunCompleted");
  EXPECT_EQ(run.output(), R"({"late":true})");
}

TEST(DecideChild, TheWorkflowsTimeoutAndALostRaceGiveChildrenUp) {
  RunDriver late("timeout: {after: {seconds: 9}}\n" + std::string(kOneChild));
  late.start(R"({"id":7})");
  late.news();
  late.wake();
  EXPECT_EQ(late.news(), "ChildRunCancelled /do/0/pack; RunFaulted");

  RunDriver race(R"(
do:
  - first:
      fork:
        compete: true
        branches:
          - pack: {run: {workflow: {namespace: shop, name: pack}}}
          - pause: {wait: {seconds: 5}}
)");
  race.start();
  race.news();
  race.wake();
  EXPECT_EQ(race.news(),
            "TaskCompleted /do/0/first/fork/branches/1/pause; ChildRunCancelled "
            "/do/0/first/fork/branches/0/pack; TaskCancelled /do/0/first/fork/branches/0/pack; TaskCompleted "
            "/do/0/first; RunCompleted");
}

TEST(DecideChild, CancellingARunCancelsWhatItAwaitsAndIsFinal) {
  RunDriver run(R"(
do:
  - both:
      fork:
        branches:
          - pack: {run: {workflow: {namespace: shop, name: pack}}}
          - tell: {call: http, with: {method: post, endpoint: 'https://example.com'}}
)");
  run.start();
  run.news();
  run.cancel();
  EXPECT_EQ(run.news(),
            "ActionCancelled /do/0/both/fork/branches/1/tell attempt 1; ChildRunCancelled "
            "/do/0/both/fork/branches/0/pack; RunCancelled");
  EXPECT_EQ(run.state().status, RunStatus::cancelled);
  EXPECT_FALSE(run.state().wake_at().has_value());
  EXPECT_EQ(run.refused(CancelRun{}).code, Errc::conflict);
  EXPECT_EQ(run.refused(RetryRun{}).code, Errc::conflict);
}

TEST(DecideChild, ARunThatWasSetAsideCanBeCancelledWithItsChildren) {
  RunDriver run(kOneChild);
  run.start(R"({"id":7})").quarantine();
  run.news();
  run.cancel();
  EXPECT_EQ(run.news(), "ChildRunCancelled /do/0/pack; RunCancelled");

  RunDriver goes_on(kOneChild);
  goes_on.start(R"({"id":7})").quarantine().retry().finish_child(Succeeded{shared(R"({"box":1})")});
  EXPECT_EQ(goes_on.output(), R"({"packed":1})") << "it still awaits the same run";
}

State started_as_child(const definition::Program& program, std::uint32_t depth, bool is_given_up) {
  StartRun command;
  command.run = *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad91");
  command.trigger = Trigger::workflow;
  command.parent = ParentTask{*RunId::parse("0190163d-8694-739b-aea5-966c26f8ad92"),
                              WorkflowName{"shop/order"}, TaskRef{"/do/0/pack", 2}, depth};
  command.is_given_up = is_given_up;
  auto decision = decide(program, {}, command, {testing::at(0), 1});
  EXPECT_TRUE(decision.ok());
  return decision ? std::move(decision->after) : State{};
}

TEST(DecideChild, NestingIsLimited) {
  const auto program = testing::program_of(kOneChild);
  EXPECT_EQ(started_as_child(*program, 9, false).status, RunStatus::waiting);
  const State deep = started_as_child(*program, 10, false);
  ASSERT_EQ(deep.status, RunStatus::faulted);
  EXPECT_NE(deep.error->detail.find("nested 11 runs deep"), std::string::npos) << deep.error->detail;
}

TEST(DecideChild, AChildThatNobodyWaitsForAnyMoreBeginsCancelled) {
  const State state = started_as_child(*testing::program_of(kOneChild), 1, true);
  EXPECT_EQ(state.status, RunStatus::cancelled);
  EXPECT_EQ(state.version, 2u);
  ASSERT_TRUE(state.started.parent.has_value());
  EXPECT_EQ(state.started.parent->ref.iteration, 2u);
}

}  // namespace
}  // namespace runledger::run
