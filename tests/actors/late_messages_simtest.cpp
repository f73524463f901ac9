#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/switchboard_handles.hpp"
#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

using testing::Contains;
using testing::Not;

// Messages that are overtaken: when they are read, what they say is no longer so.
class LateMessages : public testing::Test {
 protected:
  // The only run of its supervisor, which is busy with its second effect: it was started and has had one
  // outcome, in its first incarnation.
  LateMessages() : run(world.start(two_calls_program())) {
    world.settle();
    world.runner.finish_one();
    world.settle();
    EXPECT_EQ(world.runner.waiting(), 1U);
    EXPECT_EQ(world.services->active_permits.in_use(), 1U);
  }

  void say_idle(std::uint64_t incarnation, std::uint64_t mails) {
    const auto& supervisors = world.services->switchboard.handles().supervisors;
    caf::anon_send(supervisors.at(WorkflowName{"test/calls"}), RunIdle{run, incarnation, mails});
    world.settle();
  }

  World world;
  RunId run;
};

TEST_F(LateMessages, ARunThatWasIdleBeforeItsLatestMailIsNotEnded) {
  say_idle(1, 1);
  EXPECT_EQ(world.services->active_permits.in_use(), 1U);
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.database.reads(), 0U) << "it never left memory";
}

TEST_F(LateMessages, AnIncarnationIsNotEndedForTheOneBeforeIt) {
  say_idle(0, 2);
  EXPECT_EQ(world.services->active_permits.in_use(), 1U);
}

TEST_F(LateMessages, AnOutcomeBringsItsRunBackIntoMemory) {
  say_idle(1, 2);  // not true, but it has the run ended
  ASSERT_EQ(world.services->active_permits.in_use(), 0U);
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_THAT(world.database.types(run_stream(run)), Not(Contains("ActionOutcomeUnknown")));
  EXPECT_EQ(world.runner.performed_count(), 2U);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST_F(LateMessages, AnOutcomeOfAnEndedRunChangesNothing) {
  world.runner.finish_one();
  world.settle();
  const auto history = world.database.types(run_stream(run));
  world.services->switchboard.deliver(
      {run, WorkflowName{"test/calls"}, OutcomeMail{{"/do/0/one", 0}, 1, run::TimedOut{}}});
  world.settle();
  EXPECT_EQ(world.database.types(run_stream(run)), history);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST(LateAnswers, AStartWhoseAppendWasHandedOverWhenItsActorEndedIsInDoubt) {
  std::vector<Errc> codes;
  const auto ask = [&](bool handed_over) {
    const Reply<Started> reply([&](const Result<Started>& started) {
      codes.push_back(started ? Errc::internal : started.error().code);
    });
    if (handed_over) reply.may_have_happened();
  };
  ask(true);
  ask(false);
  EXPECT_THAT(codes, testing::ElementsAre(Errc::outcome_unknown, Errc::unavailable));
}

TEST(LateAnswers, AStopDuringAnAppendLeavesItsCallerInDoubt) {
  World world;
  world.database.before_append([&](MemoryDatabase& database, const AppendGroup&) {
    database.before_append({});
    caf::anon_send_exit(world.services->switchboard.handles().root, caf::exit_reason::user_shutdown);
    world.settle();  // the run's actor ends while the journal appends
  });
  const RunId run = world.start(started_by_actor(pure_program()));
  world.settle();
  ASSERT_TRUE(world.started(run));
  ASSERT_FALSE(world.started(run)->ok());
  EXPECT_EQ(world.started(run)->error().code, Errc::outcome_unknown);
  EXPECT_EQ(world.status(run), "completed");
}

}  // namespace
}  // namespace runledger::actors::test
