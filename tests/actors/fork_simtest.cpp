#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

// Branches of a fork with real effects under way side by side.
namespace runledger::actors::test {
namespace {

definition::ProgramPtr fork_program(const std::string& name, const std::string& more) {
  return program_of("document: {dsl: '1.0.3', namespace: test, name: " + name + ", version: '1.0.0'}\n" + R"(
do:
  - both:
      fork:
        )" + more + R"(
        branches:
          - left: {call: http, with: {method: get, endpoint: 'http://example.test/left'}}
          - right: {call: http, with: {method: get, endpoint: 'http://example.test/right'}}
)");
}

class ForkSim : public ::testing::Test {
 protected:
  RunId start(const definition::ProgramPtr& program) {
    world.catalog.add(program);
    const RunId run = world.start(program);
    world.settle();
    return run;
  }
  std::string output(RunId run) { return write_json(*world.database.state(run).output); }

  World world;
};

TEST_F(ForkSim, HasTheEffectsOfAllBranchesUnderWayAtOnce) {
  const RunId run = start(fork_program("all", "compete: false"));
  EXPECT_EQ(world.runner.waiting(), 2U);
  world.runner.finish_one(run::Succeeded{share(Json("left"))});
  world.settle();
  EXPECT_EQ(world.status(run), "running");
  world.runner.finish_one(run::Succeeded{share(Json("right"))});
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(output(run), R"(["left","right"])");
}

TEST_F(ForkSim, StopsTheEffectOfTheBranchThatLost) {
  const RunId run = start(fork_program("race", "compete: true"));
  world.runner.finish_one(run::Succeeded{share(Json("left"))});
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(output(run), R"("left")");
  const ScriptedRunner::Attempt loser{run, "/do/0/both/fork/branches/1/right", 0, 1};
  EXPECT_EQ(world.runner.cancelled(), std::vector{loser});
  EXPECT_EQ(world.runner.waiting(), 0U);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U) << "its late outcome holds nothing up";
}

TEST_F(ForkSim, TakesEveryBranchUpAfterAKill) {
  const RunId run = start(fork_program("all", "compete: false"));
  world.runner.finish_one(run::Succeeded{share(Json("left"))});
  world.settle();
  world.restart();
  world.settle();
  EXPECT_EQ(world.runner.waiting(), 1U) << "left is done; right is safe to repeat";
  world.runner.finish_one(run::Succeeded{share(Json("right"))});
  world.settle();
  EXPECT_EQ(output(run), R"(["left","right"])");
  for (const auto& [attempt, times] : world.runner.performed()) EXPECT_EQ(times, 1);
}

}  // namespace
}  // namespace runledger::actors::test
