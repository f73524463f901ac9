#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

TEST(SqlStarts, AreNotBlockedByThoseThatCannotBegin) {
  World world;
  for (int i = 0; i < 250; ++i) {
    world.database.ask_sql_start(
        {make_id<RunId>(world.clock, world.random), WorkflowName{"test/none"}, share(Json())});
  }
  const RunId good = make_id<RunId>(world.clock, world.random);
  world.database.ask_sql_start({good, WorkflowName{"test/pure"}, share(Json())});
  for (int i = 0; i < 30; ++i) world.advance(Milliseconds{100});
  EXPECT_EQ(world.status(good), "completed");
}

TEST(SqlStarts, AreTriedAgainWhenTheirWorkflowIsThere) {
  World world;
  const RunId early = make_id<RunId>(world.clock, world.random);
  world.database.ask_sql_start({early, WorkflowName{"test/later"}, share(Json())});
  for (int i = 0; i < 250; ++i) {
    world.database.ask_sql_start(
        {make_id<RunId>(world.clock, world.random), WorkflowName{"test/none"}, share(Json())});
  }
  world.advance(Milliseconds{5'000});
  ASSERT_TRUE(world.database.runs().empty());
  world.catalog.add(program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: later, version: '1.0.0'}
do:
  - first: {set: {a: 1}}
)"));
  for (int i = 0; i < 30; ++i) world.advance(Milliseconds{100});
  EXPECT_EQ(world.status(early), "completed");
}

TEST(Timers, AMoreThanFullPageIsNotReadAgainAndAgain) {
  World world;
  const auto naps = program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: naps, version: '1.0.0'}
do:
  - nap: {wait: {seconds: 25}}
)");
  world.catalog.add(naps);
  constexpr int kRuns = 1'100;  // more than a page
  for (int i = 0; i < kRuns; ++i) world.start(naps);
  world.settle();
  world.restart();
  const std::size_t before = world.database.due_polls();
  for (int i = 0; i < 20; ++i) world.advance(Milliseconds{1'000});
  EXPECT_LE(world.database.due_polls() - before, 1U);
  for (int i = 0; i < 20; ++i) world.advance(Milliseconds{1'000});
  EXPECT_EQ(world.services->counters.ended, static_cast<std::uint64_t>(kRuns));
}

}  // namespace
}  // namespace runledger::actors::test
