#include <gtest/gtest.h>

#include <algorithm>

#include "actors/run_loader.hpp"
#include "tests/actors/fakes/misfortune.hpp"
#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

void check_run(const World& world, RunId run) {
  const auto types = world.database.types(run_stream(run));
  const run::State state = world.database.state(run);
  EXPECT_TRUE(has_ended(state.status)) << run.text() << " is " << run::name_of(state.status);
  EXPECT_EQ(std::count(types.begin(), types.end(), "RunStarted"), 1);
  const auto ends = std::count(types.begin(), types.end(), "RunCompleted") +
                    std::count(types.begin(), types.end(), "RunFaulted") +
                    std::count(types.begin(), types.end(), "RunQuarantined");
  EXPECT_EQ(ends, 1) << run.text();
  const auto intents = std::count(types.begin(), types.end(), "ActionStarted");
  std::ptrdiff_t performed = 0;
  for (const auto& [attempt, times] : world.runner.performed()) {
    if (std::get<0>(attempt) != run) continue;
    EXPECT_EQ(times, 1) << "an effect was repeated in run " << run.text();
    ++performed;
  }
  if (state.status == run::RunStatus::completed) {
    EXPECT_EQ(performed, intents) << run.text();
    EXPECT_EQ(std::count(types.begin(), types.end(), "ActionOutcomeUnknown"), 0);
  } else {
    // Crashed too often: set aside, perhaps between the intent and its effect.
    EXPECT_EQ(state.status, run::RunStatus::quarantined) << run.text();
    EXPECT_LE(performed, intents);
  }
}

void live_through(std::uint64_t seed) {
  SCOPED_TRACE("RUNLEDGER_SEED=" + std::to_string(seed));
  auto misfortune = std::make_shared<Misfortune>(seed);
  EngineOptions options;
  options.loads_at_once = 4;
  options.test_fault = [misfortune](FaultPoint point, RunId) { misfortune->crash(point); };
  World world(options, seed);
  world.database.choose_faults([misfortune] { return misfortune->fault(); });
  std::vector<definition::ProgramPtr> programs{pure_program(), two_calls_program(), waiting_program()};
  for (std::size_t i = 0; i < 3; ++i) programs.push_back(started_by_actor(programs[i]));

  std::vector<RunId> asked;
  for (int step = 0; step < 300; ++step) {
    if (misfortune->one_in(4)) asked.push_back(world.start(programs[misfortune->below(programs.size())]));
    if (misfortune->one_in(3)) world.runner.finish_one();
    if (misfortune->one_in(40)) world.runner.refuse_next(2);
    if (misfortune->one_in(2)) world.advance(Milliseconds{static_cast<int>(misfortune->below(2'000))});
  }
  misfortune->enabled = false;
  world.run_to_the_end();

  const std::vector<RunId> runs = world.database.runs();
  for (const RunId run : asked) {
    ASSERT_TRUE(world.started(run).has_value()) << "no answer for " << run.text();
    const bool recorded = std::find(runs.begin(), runs.end(), run) != runs.end();
    if (world.started(run)->ok()) {
      EXPECT_TRUE(recorded) << "acknowledged and lost: " << run.text();
    }
    if (!world.started(run)->ok() && world.started(run)->error().code == Errc::unavailable) {
      EXPECT_FALSE(recorded) << "refused and run: " << run.text();
    }
  }
  for (const RunId run : runs) check_run(world, run);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
  EXPECT_EQ(world.services->wake_permits.in_use(), 0U);
  EXPECT_FALSE(runs.empty());
}

TEST(RandomFaults, EveryRunEndsOnceAndEveryIntentIsCarriedOutOnce) {
  for (const std::uint64_t seed : seeds(25)) live_through(seed);
}

}  // namespace
}  // namespace runledger::actors::test
