#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

using testing::Contains;
using testing::Not;

// Throws at one point for one run, a number of times.
struct Saboteur {
  FaultPoint where = FaultPoint::decide;
  RunId victim;
  int times = 0;

  std::function<void(FaultPoint, RunId)> hook() {
    return [this](FaultPoint point, RunId run) {
      if (point != where || run != victim || times == 0) return;
      --times;
      throw std::runtime_error("a defect, by order of the test");
    };
  }
};

EngineOptions sabotaged_by(Saboteur& saboteur) {
  EngineOptions options;
  options.test_fault = saboteur.hook();
  return options;
}

class CrashAt : public testing::TestWithParam<FaultPoint> {};

TEST_P(CrashAt, IsRepairedFromTheEventsWithoutRepeatingAnEffect) {
  Saboteur saboteur;
  World world(sabotaged_by(saboteur));
  const RunId run = world.start(two_calls_program());
  world.settle();
  saboteur.where = GetParam();
  saboteur.victim = run;
  saboteur.times = 2;
  world.run_to_the_end();
  if (GetParam() != FaultPoint::load) {
    EXPECT_EQ(saboteur.times, 0);
    EXPECT_EQ(world.services->counters.crashes, 2U);
  }
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.runner.performed_count(), 2U);
  EXPECT_THAT(world.database.types(run_stream(run)), Not(Contains("ActionOutcomeUnknown")));
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Supervision, CrashAt,
                         testing::Values(FaultPoint::decide, FaultPoint::commit, FaultPoint::load));

TEST(Supervision, RestartsARunThatCrashedRightAfterItsStart) {
  Saboteur saboteur;
  saboteur.where = FaultPoint::commit;
  World world(sabotaged_by(saboteur));
  saboteur.times = 1;
  saboteur.victim = RunId{{7}};
  std::optional<Result<Started>> answer;
  world.desk().start(World::request(saboteur.victim, two_calls_program(), world.clock.now()),
                     [&](Result<Started> started) { answer = std::move(started); });
  world.run_to_the_end();
  EXPECT_TRUE(answer && answer->ok());
  EXPECT_EQ(world.status(saboteur.victim), "completed");
  EXPECT_EQ(world.runner.performed_count(), 2U);
}

TEST(Supervision, QuarantinesTheRunThatKeepsCrashingAndNoOther) {
  Saboteur saboteur;
  World world(sabotaged_by(saboteur));
  const RunId victim = world.start(two_calls_program());
  const RunId other = world.start(two_calls_program());
  world.settle();
  saboteur.victim = victim;
  saboteur.times = 1'000;
  world.runner.finish_one();
  ASSERT_TRUE(world.advance_until([&] { return world.status(victim) == "quarantined"; }));
  world.run_to_the_end();
  EXPECT_EQ(world.status(victim), "quarantined");
  EXPECT_EQ(world.status(other), "completed");
  EXPECT_EQ(world.services->counters.quarantined, 1U);
  EXPECT_EQ(world.services->counters.crashes, world.options.max_crashes);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST(Supervision, LetsAQuarantinedRunGoOnWhenItIsRetried) {
  Saboteur saboteur;
  World world(sabotaged_by(saboteur));
  const RunId run = world.start(two_calls_program());
  world.settle();
  saboteur.victim = run;
  saboteur.times = 5;
  world.runner.finish_one();
  ASSERT_TRUE(world.advance_until([&] { return world.status(run) == "quarantined"; }));
  std::optional<Result<RunView>> answer;
  world.desk().retry(run, WorkflowName{"test/calls"}, {"admin:eve"}, "fixed",
                     [&](Result<RunView> view) { answer = std::move(view); });
  world.run_to_the_end();
  ASSERT_TRUE(answer && answer->ok());
  // A POST whose outcome was lost is not repeated by itself: the run fails honestly, and can be retried
  // again.
  EXPECT_THAT(world.database.types(run_stream(run)), Contains("ActionOutcomeUnknown"));
  EXPECT_EQ(world.status(run), "faulted");
}

TEST(Supervision, SetsARunAsideWhoseHistoryIsImpossible) {
  World world;
  const RunId run{{3}};
  world.database.smuggle(run_stream(run), run::ActionSucceeded{{"/do/0/one", 0}, 1, share(Json()), {}});
  const RunId other = world.start(two_calls_program());
  world.restart();
  world.run_to_the_end();
  EXPECT_EQ(world.database.types(run_stream(run)).back(), "RunQuarantined");
  EXPECT_EQ(world.database.types(run_stream(run)).size(), 2U);
  EXPECT_TRUE(world.services->recovered);
  EXPECT_EQ(world.services->counters.crashes, 0U);
  EXPECT_NE(world.status(other), "running");
}

TEST(Supervision, SetsARunAsideWhoseDefinitionWasMixedUp) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.catalog.add(program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: calls, version: '2.0.0'}
do:
  - other: {set: {a: 1}}
)"));
  world.catalog.mix_up(two_calls_program()->hash, pure_program());
  world.restart();
  ASSERT_TRUE(world.advance_until([&] { return world.status(run) == "quarantined"; }));
  EXPECT_TRUE(world.advance_until([&] { return world.services->recovered.load(); }));
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST(Retry, RefusesRunsThatAreNotThereOrHaveNotFailed) {
  World world;
  const RunId done = world.start(pure_program());
  world.settle();
  std::vector<Errc> codes;
  const auto note = [&](const Result<RunView>& view) {
    codes.push_back(view ? Errc::internal : view.error().code);
  };
  const WorkflowName pure{"test/pure"};
  world.desk().retry(RunId{{42}}, pure, {}, "", note);
  world.settle();
  world.desk().retry(done, pure, {}, "", note);
  world.settle();
  world.desk().retry(done, WorkflowName{"test/calls"}, {}, "", note);
  world.settle();
  world.desk().retry(done, WorkflowName{"test/none"}, {}, "", note);
  world.settle();
  EXPECT_THAT(codes, testing::ElementsAre(Errc::not_found, Errc::conflict, Errc::not_found, Errc::not_found));
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

// A run that failed at its first call, and a retry's answer.
struct FailedRun {
  FailedRun() : run(world.start(two_calls_program())) {
    world.settle();
    world.runner.finish_one(run::Failed{{}});
    world.settle();
    EXPECT_EQ(world.status(run), "faulted");
  }
  void retry() {
    world.desk().retry(run, WorkflowName{"test/calls"}, {"admin:eve"}, "",
                       [this](Result<RunView> view) { answer = std::move(view); });
    world.settle();
  }
  Errc code() const { return answer && !*answer ? answer->error().code : Errc::internal; }

  World world;
  RunId run;
  std::optional<Result<RunView>> answer;
};

TEST(Retry, HearsAtOnceThatTheHistoryCannotBeRead) {
  FailedRun failed;
  failed.world.database.set_away(true);
  failed.retry();
  EXPECT_EQ(failed.code(), Errc::unavailable);
  EXPECT_EQ(failed.world.services->active_permits.in_use(), 0U);
}

TEST(Retry, HearsAtOnceThatNothingCanBeAppended) {
  FailedRun failed;
  failed.world.database.fail_next({Fault::away});
  failed.retry();
  EXPECT_EQ(failed.code(), Errc::unavailable);
  failed.world.advance(Milliseconds{60'000});
  EXPECT_EQ(failed.world.status(failed.run), "faulted") << "refused is refused";
  failed.retry();
  EXPECT_TRUE(failed.answer->ok());
}

TEST(Retry, HearsThatItsOutcomeIsUnknownWhenTheDatabaseLeavesAtTheCommit) {
  FailedRun failed;
  failed.world.database.fail_next({Fault::lost_then_away});
  failed.retry();
  EXPECT_EQ(failed.code(), Errc::outcome_unknown);
  failed.world.database.set_away(false);
  failed.world.advance(Milliseconds{60'000});
  EXPECT_EQ(failed.world.status(failed.run), "running") << "it is seen through";
}

TEST(Retry, GoesOnFromTheFailedTask) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.runner.finish_one();
  world.settle();
  run::RunError refused;
  refused.type = run::error_type::kCommunication;
  refused.title = "Refused";
  world.runner.finish_one(run::Failed{refused});
  world.settle();
  ASSERT_EQ(world.status(run), "faulted");
  std::optional<Result<RunView>> answer;
  world.desk().retry(run, WorkflowName{"test/calls"}, {"admin:eve"}, "host is back",
                     [&](Result<RunView> view) { answer = std::move(view); });
  world.run_to_the_end();
  ASSERT_TRUE(answer && answer->ok());
  EXPECT_EQ((*answer)->status, run::RunStatus::running);
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.runner.performed_count(), 3U) << "the first call is not repeated";
}

}  // namespace
}  // namespace runledger::actors::test
