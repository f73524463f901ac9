#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

// Decisions that may wait for libjq leave a thread for all else.
namespace runledger::actors::test {
namespace {

definition::ProgramPtr jq_program() {
  return program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: sorter, version: '1.0.0'}
do:
  - sorted: {set: {names: '${ [.customer, "Bob"] | sort_by(.) }'}}
)");
}

TEST(JqTurns, ARunWaitsUntilFewEnoughOthersAreWithLibjq) {
  World world;
  ASSERT_TRUE(jq_program()->needs_jq);
  world.catalog.add(jq_program());
  std::vector<Permit> others;
  while (Permit permit = world.services->jq_permits.try_take()) others.push_back(std::move(permit));
  const RunId waits = world.start(jq_program());
  const RunId other = world.start(started_by_actor(pure_program()));
  world.advance(Milliseconds{1'000});
  EXPECT_FALSE(world.started(waits).has_value());
  EXPECT_EQ(world.status(other), "completed") << "what needs no libjq goes on";
  others.clear();
  world.advance(Milliseconds{1'000});
  ASSERT_TRUE(world.started(waits).has_value());
  EXPECT_EQ(world.status(waits), "completed");
  EXPECT_EQ(world.services->jq_permits.in_use(), 0U);
}

TEST(JqTurns, OneThreadIsAlwaysLeft) {
  EngineOptions options;
  options.scheduler_threads = 4;
  EXPECT_EQ(threads_for_jq(options), 3U);
  options.scheduler_threads = 0;
  EXPECT_LT(threads_for_jq(options), scheduler_threads(options));
}

}  // namespace
}  // namespace runledger::actors::test
