#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

// Work that needs nothing from outside, and is more than one append takes.
namespace runledger::actors::test {
namespace {

constexpr char kLoop[] = R"(document: {dsl: '1.0.3', namespace: test, name: loop, version: '1.0.0'}
do:
  - loop:
      for: {in: '[range(20)]'}
      do:
        - count: {set: '${ {n: ((.n // 0) + 1)} }'}
)";
constexpr char kEndless[] = R"(document: {dsl: '1.0.3', namespace: test, name: endless, version: '1.0.0'}
do:
  - one: {set: {x: 1}}
  - two: {set: {x: 2}, then: one}
)";

EngineOptions short_appends() {
  EngineOptions options;
  options.run_limits.events_at_once = 5;
  return options;
}

RunId start(World& world, const definition::ProgramPtr& program) {
  world.catalog.add(program);
  return world.start(program);
}

void expect_all_rounds(const World& world, RunId run) {
  ASSERT_EQ(world.status(run), "completed");
  EXPECT_EQ(write_json(*world.database.state(run).output), R"({"n":20})");
  EXPECT_EQ(world.database.events(run_stream(run)).size(), 1 + 1 + 2 * 20 + 1 + 1U);
}

TEST(LongDecisions, GoOnAfterEachAppend) {
  for (const bool by_actor : {false, true}) {
    World world(short_appends());
    const auto program = by_actor ? started_by_actor(program_of(kLoop)) : program_of(kLoop);
    const RunId run = start(world, program);
    world.settle();
    expect_all_rounds(world, run);
    EXPECT_GE(world.database.batch_sizes().size(), 6U);
    EXPECT_EQ(world.services->active_permits.in_use(), 0U);
  }
}

TEST(LongDecisions, GoOnAfterAKillBetweenTwoAppends) {
  for (std::size_t appends = 1; appends < 6; ++appends) {
    SCOPED_TRACE("killed after append " + std::to_string(appends));
    World world(short_appends());
    std::deque<Fault> faults(appends, Fault::none);
    faults.push_back(Fault::away);
    world.database.fail_next(faults);
    const RunId run = start(world, program_of(kLoop));
    world.settle();
    ASSERT_EQ(world.status(run), "running");
    world.restart();
    world.run_to_the_end();
    expect_all_rounds(world, run);
  }
}

TEST(LongDecisions, GoOnWhenTheFateOfAnAppendIsUnclear) {
  for (const Fault fault : {Fault::lost_committed, Fault::lost_uncommitted}) {
    World world(short_appends());
    world.database.fail_next({Fault::none, Fault::none, fault});
    const RunId run = start(world, program_of(kLoop));
    world.run_to_the_end();
    expect_all_rounds(world, run);
  }
}

TEST(LongDecisions, EndAtTheLimitOfTheRun) {
  EngineOptions options = short_appends();
  options.run_limits.events = 100;
  World world(options);
  const RunId run = start(world, program_of(kEndless));
  world.settle();
  EXPECT_EQ(world.status(run), "faulted");
  EXPECT_EQ(world.database.events(run_stream(run)).size(), 101U);
}

}  // namespace
}  // namespace runledger::actors::test
