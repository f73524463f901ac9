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

}  // namespace
}  // namespace runledger::actors::test
