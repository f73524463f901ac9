#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

using testing::Contains;

// A run that has made its first call and waits for an hour.
RunId waiting_run(World& world) {
  const RunId run = world.start(waiting_program());
  world.settle();
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.status(run), "waiting");
  return run;
}

TEST(Waiting, LeavesMemory) {
  World world;
  const std::size_t before = world.tree->actors();
  std::vector<RunId> runs;
  for (int i = 0; i < 20; ++i) runs.push_back(waiting_run(world));
  EXPECT_LE(world.tree->actors(), before + 1) << "one supervisor, no run";
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
  world.run_to_the_end();
  for (const RunId run : runs) EXPECT_EQ(world.status(run), "completed");
}

TEST(Waiting, WakesWhenItIsTimeAndNotBefore) {
  World world;
  const RunId run = waiting_run(world);
  world.advance(Milliseconds{59 * 60'000});
  EXPECT_EQ(world.status(run), "waiting");
  EXPECT_EQ(world.runner.waiting(), 0U);
  for (int i = 0; i < 61; ++i) world.advance(Milliseconds{1'000});
  EXPECT_EQ(world.runner.waiting(), 1U);
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
}

TEST(Waiting, IsFoundAgainByTheNextProcess) {
  World world;
  const RunId run = waiting_run(world);
  world.kill();
  world.clock.advance(Milliseconds{2 * 3'600'000});
  world.restart();
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.runner.performed_count(), 2U);
}

TEST(Waiting, ComesBackSomeAtATime) {
  EngineOptions options;
  options.loads_at_once = 3;
  World world(options);
  std::vector<RunId> runs;
  for (int i = 0; i < 50; ++i) runs.push_back(waiting_run(world));
  world.run_to_the_end();
  for (const RunId run : runs) EXPECT_EQ(world.status(run), "completed");
}

TEST(Recovery, TakesUpWhatTheLastProcessLeft) {
  World world;
  const RunId waits = waiting_run(world);
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.restart();
  ASSERT_TRUE(world.advance_until([&] { return world.services->recovered.load(); }));
  EXPECT_THAT(world.database.types(run_stream(run)), Contains("ActionOutcomeUnknown"));
  EXPECT_EQ(world.status(run), "faulted") << "a POST whose outcome is unknown is not repeated";
  EXPECT_EQ(world.status(waits), "waiting");
}

TEST(Recovery, BringsManyRunsBackSomeAtATime) {
  EngineOptions options;
  options.loads_at_once = 2;
  World world(options);
  for (int i = 0; i < 30; ++i) world.start(two_calls_program());
  world.settle();
  world.restart();
  EXPECT_FALSE(world.services->recovered);
  ASSERT_TRUE(world.advance_until([&] { return world.services->recovered.load(); }));
  for (const RunId run : world.database.runs()) EXPECT_EQ(world.status(run), "faulted");
}

TEST(Recovery, WaitsForTheDatabase) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.kill();
  world.database.set_away(true);
  world.restart();
  world.advance(Milliseconds{10'000});
  EXPECT_FALSE(world.services->recovered);
  world.database.set_away(false);
  ASSERT_TRUE(world.advance_until([&] { return world.services->recovered.load(); }));
  EXPECT_EQ(world.status(run), "faulted");
}

TEST(Recovery, LeavesRunsAloneThatThisProcessHasStarted) {
  World world;
  world.restart_without_beginning();
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.tree->begin();
  ASSERT_TRUE(world.advance_until([&] { return world.services->recovered.load(); }));
  EXPECT_EQ(world.status(run), "running");
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
}

TEST(SqlStarts, AreBegunOnce) {
  World world;
  const RunId run{{5}};
  world.database.ask_sql_start({run, WorkflowName{"test/calls"}, share(Json{{"from", "sql"}})});
  world.advance(Milliseconds{1'000});
  EXPECT_EQ(world.database.state(run).started.trigger, run::Trigger::sql);
  world.advance(Milliseconds{3'000});
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.runner.performed_count(), 2U);
}

TEST(Watching, HearsOfTheEnd) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  std::vector<run::RunStatus> heard;
  for (int i = 0; i < 2; ++i) {
    world.desk().when_ended(run, world.clock.now() + Milliseconds{60'000},
                            [&](Result<RunView> view) { heard.push_back(view->status); });
  }
  world.settle();
  EXPECT_TRUE(heard.empty());
  EXPECT_EQ(world.database.reads(), 0U) << "a run in memory need not be read";
  world.runner.finish_one();
  world.settle();
  world.runner.finish_one();
  world.settle();
  EXPECT_THAT(heard, testing::ElementsAre(run::RunStatus::completed, run::RunStatus::completed));
  EXPECT_EQ(world.services->watch_permits.in_use(), 0U);
}

TEST(Watching, HearsAtTheDeadlineHowTheRunStands) {
  World world;
  const RunId runs = world.start(two_calls_program());
  world.settle();
  std::vector<run::RunStatus> heard;
  const auto note = [&](Result<RunView> view) { heard.push_back(view->status); };
  world.desk().when_ended(runs, world.clock.now() + Milliseconds{1'000}, note);
  world.settle();
  world.advance(Milliseconds{999});
  EXPECT_TRUE(heard.empty());
  world.advance(Milliseconds{1});
  EXPECT_THAT(heard, testing::ElementsAre(run::RunStatus::running));
}

TEST(Watching, AnswersForRunsThatAreNotInMemory) {
  World world;
  const RunId ended = world.start(pure_program());
  const RunId waits = waiting_run(world);
  std::vector<std::string> heard;
  const auto note = [&](const Result<RunView>& view) {
    heard.emplace_back(view ? run::name_of(view->status) : name_of(view.error().code));
  };
  const Timestamp soon = world.clock.now() + Milliseconds{1'000};
  world.desk().when_ended(ended, soon, note);
  world.settle();
  world.desk().when_ended(RunId{{99}}, soon, note);
  world.settle();
  world.desk().when_ended(waits, soon, note);
  world.settle();
  world.advance(Milliseconds{1'000});
  EXPECT_THAT(heard, testing::ElementsAre("completed", "not_found", "waiting"));
}

TEST(Watching, RefusesMoreWatchersThanAllowed) {
  EngineOptions options;
  options.max_watchers = 1;
  std::vector<Errc> refused;  // outlives the world, which still answers when it ends
  World world(options);
  const RunId run = world.start(two_calls_program());
  world.settle();
  for (int i = 0; i < 2; ++i) {
    world.desk().when_ended(run, world.clock.now() + Milliseconds{1'000}, [&](const Result<RunView>& view) {
      if (!view) refused.push_back(view.error().code);
    });
  }
  EXPECT_THAT(refused, testing::ElementsAre(Errc::overloaded));
}

TEST(Stopping, AnswersEveryoneAndLeavesTheRestToTheLog) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  std::optional<Errc> watcher, late;
  world.desk().when_ended(run, world.clock.now() + Milliseconds{60'000},
                          [&](const Result<RunView>& view) { watcher = view.error().code; });
  const RunId unanswered = world.start(pure_program());
  world.tree->stop(Milliseconds{1'000});
  EXPECT_EQ(watcher, Errc::unavailable);
  EXPECT_TRUE(world.started(unanswered).has_value());
  world.desk().start(World::request(RunId{{8}}, pure_program(), world.clock.now()),
                     [&](const Result<Started>& started) { late = started.error().code; });
  EXPECT_EQ(late, Errc::unavailable);
  EXPECT_TRUE(world.runner.finish_one()) << "an outcome after the stop is dropped without harm";
  EXPECT_EQ(world.status(run), "running");
}

}  // namespace
}  // namespace runledger::actors::test
