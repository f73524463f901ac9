#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

// Runs whose first append is made without an actor.
namespace runledger::actors::test {
namespace {

TEST(DirectStart, NeedsNoActorForARunThatEndsAtOnce) {
  World world;
  const auto program = pure_program();
  ASSERT_TRUE(program->is_brief);
  world.start(program);
  world.settle();
  const std::size_t actors = world.tree->actors();
  for (int i = 0; i < 3; ++i) {
    const RunId run = world.start(program);
    EXPECT_EQ(world.tree->actors(), actors);
    world.settle();
    ASSERT_TRUE(world.started(run).has_value());
    ASSERT_TRUE(world.started(run)->ok());
    EXPECT_EQ((*world.started(run))->view.status, run::RunStatus::completed);
  }
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
  EXPECT_EQ(world.services->start_permits.in_use(), 0U);
  EXPECT_EQ(world.services->counters.started, 4U);
  EXPECT_EQ(world.services->counters.ended, 4U);
}

TEST(DirectStart, HandsARunThatGoesOnToAnActor) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  ASSERT_TRUE(world.started(run)->ok());
  EXPECT_EQ((*world.started(run))->view.status, run::RunStatus::running);
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  for (const auto& [attempt, times] : world.runner.performed()) EXPECT_EQ(times, 1);
}

// A timer or recovery that finds the run in the database before its actor is made would load it and take its
// effect for one of a lost process.
TEST(DirectStart, AWakeThatOvertakesTheActorChangesNothing) {
  World world;
  const auto program = two_calls_program();
  world.catalog.add(program);
  world.database.before_append([&](MemoryDatabase&, const AppendGroup& group) {
    if (group.appends.size() < 2 && group.appends.front().expected_version != 0U) return;
    world.services->switchboard.deliver({*group.appends.back().run, program->name, WakeMail{}});
  });
  const RunId run = world.start(program);
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  const auto types = world.database.types(run_stream(run));
  EXPECT_EQ(std::count(types.begin(), types.end(), "ActionOutcomeUnknown"), 0);
  EXPECT_EQ(std::count(types.begin(), types.end(), "ActionStarted"), 2);
}

TEST(DirectStart, ARetryOfARunThatJustBeginsIsRefused) {
  World world;
  const auto program = two_calls_program();
  world.catalog.add(program);
  std::optional<Result<RunView>> answer;
  world.database.before_append([&](MemoryDatabase&, const AppendGroup& group) {
    if (answer) return;
    world.desk().retry(*group.appends.back().run, program->name, {}, "",
                       [&](Result<RunView> view) { answer = std::move(view); });
  });
  const RunId run = world.start(program);
  world.run_to_the_end();
  ASSERT_TRUE(answer.has_value());
  ASSERT_FALSE(answer->ok());
  EXPECT_EQ(answer->error().code, Errc::conflict);
  EXPECT_EQ(world.status(run), "completed");
}

TEST(DirectStart, AnAppendInDoubtIsSeenThrough) {
  for (const Fault fault : {Fault::lost_committed, Fault::lost_uncommitted, Fault::lost_then_away}) {
    World world;
    world.database.fail_next({fault});
    const RunId run = world.start(pure_program());
    world.settle();
    world.database.set_away(false);
    world.run_to_the_end();
    ASSERT_TRUE(world.started(run).has_value());
    EXPECT_EQ(world.status(run), "completed");
    EXPECT_EQ(world.database.types(run_stream(run)).size(), world.database.state(run).version);
  }
}

// Not there now does not mean never: until the log is sure, the caller must not hear "unavailable".
TEST(DirectStart, AStartInDoubtIsNotRefusedWhileTheDatabaseIsAway) {
  World world;
  std::vector<Fault> faults{Fault::lost_uncommitted, Fault::away, Fault::away};
  world.database.choose_faults([&faults] {
    if (faults.empty()) return Fault::none;
    const Fault next = faults.front();
    faults.erase(faults.begin());
    return next;
  });
  const RunId run = world.start(pure_program());
  world.run_to_the_end();
  ASSERT_TRUE(world.started(run).has_value());
  if (!world.started(run)->ok()) {
    EXPECT_EQ((*world.started(run)).error().code, Errc::outcome_unknown);
  }
  EXPECT_EQ(world.status(run), "completed");
}

TEST(DirectStart, IsForDefinitionsWithFewTasks) {
  std::string many = "document: {dsl: '1.0.3', namespace: test, name: many, version: '1.0.0'}\ndo:\n";
  for (int i = 0; i < 100; ++i) many += "  - step" + std::to_string(i) + ": {set: {a: 1}}\n";
  EXPECT_FALSE(program_of(many)->is_brief);
}

TEST(DirectStart, ARefusedAppendLeavesNothing) {
  World world;
  world.database.fail_next({Fault::refused});
  const RunId run = world.start(two_calls_program());
  world.settle();
  ASSERT_TRUE(world.started(run).has_value());
  ASSERT_FALSE(world.started(run)->ok());
  EXPECT_EQ((*world.started(run)).error().code, Errc::invalid_input);
  EXPECT_FALSE(world.services->active_runs.find(run).has_value());
  EXPECT_FALSE(world.services->starts_under_way.contains(run));
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST(DirectStart, TheSameRunIsNotBegunTwice) {
  World world;
  const auto program = two_calls_program();
  world.catalog.add(program);
  const RunId run = make_id<RunId>(world.clock, world.random);
  std::vector<Result<Started>> answers;
  const auto keep = [&](Result<Started> answer) { answers.push_back(std::move(answer)); };
  for (int i = 0; i < 2; ++i) world.desk().start(World::request(run, program, world.clock.now()), keep);
  world.settle();
  world.desk().start(World::request(run, program, world.clock.now()), keep);
  world.run_to_the_end();
  world.desk().start(World::request(run, program, world.clock.now()), keep);
  world.settle();
  ASSERT_EQ(answers.size(), 4U);
  EXPECT_EQ(std::count_if(answers.begin(), answers.end(), [](const auto& one) { return one.ok(); }), 1);
  for (const auto& answer : answers) {
    if (!answer.ok()) {
      EXPECT_EQ(answer.error().code, Errc::conflict) << answer.error().message;
    }
  }
  EXPECT_EQ(world.status(run), "completed");
}

// Who knows the id before the start is answered (a start by SQL) may wait for the end already.
TEST(DirectStart, WhoWaitsFromBeforeTheCommitHearsTheEnd) {
  for (const auto& program : {pure_program(), two_calls_program()}) {
    World world;
    std::optional<Result<RunView>> heard;
    world.database.before_append([&](MemoryDatabase&, const AppendGroup& group) {
      if (heard || !group.appends.back().run) return;
      world.desk().when_ended(*group.appends.back().run, world.clock.now() + std::chrono::minutes(5),
                              [&](Result<RunView> view) { heard = std::move(view); });
    });
    world.start(program);
    world.run_to_the_end();
    ASSERT_TRUE(heard.has_value());
    ASSERT_TRUE(heard->ok());
    EXPECT_EQ((*heard)->status, run::RunStatus::completed);
  }
}

TEST(DirectStart, WhoWaitsForAStartThatIsRefusedHearsItAtOnce) {
  for (const auto& program : {two_calls_program(), started_by_actor(two_calls_program())}) {
    World world;
    std::optional<Result<RunView>> heard;
    world.database.before_append([&](MemoryDatabase&, const AppendGroup& group) {
      if (!group.appends.back().run) return;
      world.desk().when_ended(*group.appends.back().run, world.clock.now() + std::chrono::minutes(5),
                              [&](Result<RunView> view) { heard = std::move(view); });
    });
    world.database.fail_next({Fault::refused});
    const RunId run = world.start(program);
    world.settle();
    ASSERT_TRUE(heard.has_value()) << "without waiting for the deadline";
    ASSERT_FALSE(heard->ok());
    EXPECT_EQ(heard->error().code, Errc::not_found);
    EXPECT_FALSE(world.services->starts_under_way.contains(run));
  }
}

}  // namespace
}  // namespace runledger::actors::test
