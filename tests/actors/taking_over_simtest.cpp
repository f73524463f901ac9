// From one engine to the next: what the last one leaves, and what the next one makes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/append_groups.hpp"
#include "actors/start_decision.hpp"
#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

using testing::Contains;
using testing::Not;

definition::ProgramPtr repeatable_program() {
  return program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: repeatable, version: '1.0.0'}
do:
  - one:
      call: http
      with: {method: post, endpoint: 'http://example.test/one'}
      metadata: {onOutcomeUnknown: retry}
)");
}

TEST(Recovery, RepeatsWhatMayBeRepeatedHoweverOftenTheEngineEnds) {
  World world;
  world.catalog.add(repeatable_program());
  const RunId run = world.start(repeatable_program());
  world.settle();
  for (int i = 0; i < 12; ++i) world.restart();
  EXPECT_EQ(world.runner.performed_count(), 13U);
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
}

TEST(Recovery, GivesUpOnAnEffectWhoseOutcomeIsAgainAndAgainUnknown) {
  World world;
  world.catalog.add(repeatable_program());
  const RunId run = world.start(repeatable_program());
  world.settle();
  while (world.runner.finish_one(run::OutcomeUnknown{"the connection broke"})) world.settle();
  EXPECT_EQ(world.status(run), "faulted");
  EXPECT_EQ(world.runner.performed_count(), 6U);
}

TEST(Recovery, LooksAtNothingBeforeTheLogCanBeAppendedTo) {
  World world;
  world.kill();
  world.database.set_away(true);
  const std::size_t before = world.database.due_polls();
  world.restart();
  world.advance(Milliseconds{5'000});
  EXPECT_EQ(world.database.due_polls(), before);
  EXPECT_FALSE(world.services->recovered);
  world.database.set_away(false);
  world.advance(Milliseconds{2'000});
  EXPECT_GT(world.database.due_polls(), before);
  EXPECT_TRUE(world.services->recovered);
}

// An engine that stands by for long must not act upon what it asked at its start.
TEST(Recovery, WakesInTimeHoweverLongItStoodBy) {
  World world;
  const RunId run = world.start(waiting_program());
  world.settle();
  world.runner.finish_one();
  world.settle();
  ASSERT_EQ(world.status(run), "waiting");
  world.kill();
  world.database.set_away(true);
  world.restart();
  world.advance(Milliseconds{59 * 60'000 + 50'000});
  world.database.set_away(false);
  for (int i = 0; i < 13; ++i) world.advance(Milliseconds{1'000});
  EXPECT_EQ(world.runner.waiting(), 1U) << "an hour and three seconds after it began to wait";
}

TEST(Recovery, TakesUpARunThatNobodyCarriesOn) {
  World world;
  world.settle();
  ASSERT_TRUE(world.services->recovered);
  const RunId run = make_id<RunId>(world.clock, world.random);
  StartRequest request = World::request(run, pure_program(), world.clock.now());
  run::Circumstances only_the_start = circumstances(*world.services);
  only_the_start.limits.events_at_once = 1;
  auto begun = decide_start(*pure_program(), request, only_the_start, world.options);
  world.database.write(start_group(request, "{}", std::move(begun.events)));
  EXPECT_EQ(world.status(run), "running");
  for (int i = 0; i < 3; ++i) world.advance(world.options.recovery_sweep);
  EXPECT_EQ(world.status(run), "completed");
}

TEST(Draining, RecordsOutcomesAndBeginsNothing) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.services->draining = true;
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.database.types(run_stream(run)).back(), "ActionSucceeded");
  EXPECT_EQ(world.runner.performed_count(), 1U);

  world.restart();
  EXPECT_EQ(world.runner.performed_count(), 2U) << "it goes on with the second";
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_THAT(world.database.types(run_stream(run)), Not(Contains("ActionOutcomeUnknown")));
}

TEST(Draining, AcceptsAStartAndLeavesItToTheNextEngine) {
  World world;
  world.services->draining = true;
  const RunId run = world.start(two_calls_program());
  world.settle();
  ASSERT_TRUE(world.started(run).has_value() && world.started(run)->ok());
  EXPECT_EQ(world.runner.performed_count(), 0U);
  world.restart();
  EXPECT_EQ(world.runner.performed_count(), 1U);
}

// The engine before had its last append accepted after this one had read the run's history.
TEST(EngineDatabase, WhatAnotherWriterBeganIsInDoubtAndNotForgotten) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.database.before_append([&](MemoryDatabase& database, const AppendGroup& group) {
    database.before_append(nullptr);
    AppendGroup foreign = group;
    for (Event& event : foreign.appends.back().events) {
      auto* succeeded = std::get_if<run::ActionSucceeded>(&std::get<run::RunEvent>(event));
      if (succeeded != nullptr) succeeded->result = share(Json{{"by", "another"}});
    }
    database.write(foreign);
  });
  world.runner.finish_one();
  world.run_to_the_end();
  EXPECT_THAT(world.database.types(run_stream(run)), Contains("ActionOutcomeUnknown"));
  EXPECT_EQ(world.status(run), "faulted") << "a POST whose outcome is unknown is not repeated";
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST(EngineDatabase, StartInDoubtThatConflictsWithSomethingElseEnds) {
  for (const auto& program : {two_calls_program(), started_by_actor(two_calls_program())}) {
    World world;
    world.database.fail_next({Fault::lost_uncommitted, Fault::conflicting});
    const RunId run = world.start(program);
    world.run_to_the_end();
    ASSERT_TRUE(world.started(run).has_value());
    EXPECT_EQ(world.started(run)->error().code, Errc::conflict);
    EXPECT_EQ(world.services->active_permits.in_use(), 0U);
    EXPECT_TRUE(world.database.runs().empty());
  }
}

TEST(EngineDatabase, StepThatConflictsWithSomethingElseIsADefectOfTheRunAlone) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.database.fail_next({Fault::conflicting});
  world.runner.finish_one();
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed") << "once: it was tried again";
  EXPECT_EQ(world.services->counters.crashes, 1U);
}

}  // namespace
}  // namespace runledger::actors::test
