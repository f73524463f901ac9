#include <gtest/gtest.h>

#include <algorithm>

#include "actors/run_loader.hpp"
#include "tests/actors/fakes/misfortune.hpp"
#include "tests/actors/fakes/world.hpp"

// The process is killed between any two messages, the messages come in any order, and the database loses
// connections. Nothing looks a second time at what the first look should have found: the intervals at which
// the engine would find what it had missed are longer than the test.
namespace runledger::actors::test {
namespace {

constexpr Milliseconds kNever{10'000 * 3'600'000LL};

EngineOptions options() {
  EngineOptions options;
  options.loads_at_once = 4;
  options.children_interval = kNever;
  options.recovery_sweep = kNever;
  options.max_crashes = 1'000;  // none is set aside
  return options;
}

std::vector<definition::ProgramPtr> programs() {
  std::vector<definition::ProgramPtr> all;
  all.push_back(program_named("one", R"(
do:
  - tell:
      call: http
      with: {method: post, endpoint: 'http://example.test/tell'}
      metadata: {onOutcomeUnknown: retry}
)"));
  all.push_back(program_named("two", R"(
do:
  - one: {call: http, with: {method: get, endpoint: 'http://example.test/one'}}
  - pause: {wait: {minutes: 10}}
  - two: {call: http, with: {method: get, endpoint: 'http://example.test/two'}}
)"));
  all.push_back(program_named("instant", "do: [{note: {set: {a: 1}}}]"));
  all.push_back(program_named("parent", R"(
do:
  - ask: {run: {workflow: {namespace: test, name: one}}}
  - again: {run: {workflow: {namespace: test, name: instant}}}
  - note: {set: {told: '${ . }'}}
)"));
  all.push_back(program_named("hasty", R"(
do:
  - ask: {run: {await: false, workflow: {namespace: test, name: two}}}
  - again: {run: {await: false, workflow: {namespace: test, name: instant}}}
)"));
  all.push_back(program_named("wide", R"(
do:
  - both:
      fork:
        branches:
          - a: {run: {workflow: {namespace: test, name: parent}}}
          - b: {run: {workflow: {namespace: test, name: two}}}
          - c: {call: http, with: {method: get, endpoint: 'http://example.test/c'}}
  - race:
      fork:
        compete: true
        branches:
          - a: {run: {workflow: {namespace: test, name: one}}}
          - b: {wait: {seconds: 2}}
)"));
  const std::size_t plain = all.size();
  for (std::size_t i = 0; i < plain; ++i) all.push_back(started_by_actor(all[i]));
  return all;
}

void check_run(const World& world, RunId run) {
  const auto types = world.database.types(run_stream(run));
  const run::State state = world.database.state(run);
  EXPECT_TRUE(state.status == run::RunStatus::completed ||
              (state.status == run::RunStatus::cancelled && state.started.parent))
      << run.text() << " of " << state.started.workflow.value << " is " << run::name_of(state.status);
  EXPECT_EQ(std::count(types.begin(), types.end(), "RunStarted"), 1);
}

void check_effects(const World& world) {
  for (const auto& [attempt, times] : world.runner.performed()) {
    EXPECT_EQ(times, 1) << "an effect was repeated under the same attempt in run "
                        << std::get<0>(attempt).text();
  }
}

void live_through(std::uint64_t seed) {
  SCOPED_TRACE("RUNLEDGER_SEED=" + std::to_string(seed));
  auto misfortune = std::make_shared<Misfortune>(seed);
  EngineOptions engine_options = options();
  engine_options.test_fault = [misfortune](FaultPoint point, RunId) {
    if (point != FaultPoint::decide) misfortune->crash(point);  // a start that cannot be decided is set aside
  };
  World world(std::move(engine_options), seed);
  world.database.choose_faults([misfortune] { return misfortune->fault(); });
  const auto all = programs();
  for (const auto& program : all) {
    world.catalog.add(program);
    world.database.knows(program->name, program->hash);
  }
  std::vector<RunId> asked;
  // Few runs: one's news would lead to a look at another's, too.
  for (int step = 0; step < 120; ++step) {
    if (step == 0 || misfortune->one_in(60)) asked.push_back(world.start(all[misfortune->below(all.size())]));
    if (misfortune->one_in(10)) world.runner.finish_one();
    if (misfortune->one_in(6)) world.pass(Milliseconds{static_cast<int>(misfortune->below(3'000))});
    if (misfortune->one_in(40)) {
      world.restart_without_beginning();
      world.tree->begin();
    }
    for (std::uint64_t i = misfortune->below(20); i > 0; --i) world.tree->step(misfortune->below(1'000));
  }
  world.run_to_the_end();
  misfortune->enabled = false;
  world.run_to_the_end();

  const std::vector<RunId> runs = world.database.runs();
  for (const RunId run : asked) {
    const auto answer = world.started(run);
    if (!answer) continue;  // the process ended before it answered
    const bool recorded = std::find(runs.begin(), runs.end(), run) != runs.end();
    if (answer->ok()) {
      EXPECT_TRUE(recorded) << "acknowledged and lost: " << run.text();
    }
    if (!answer->ok() && answer->error().code == Errc::unavailable) {
      EXPECT_FALSE(recorded) << "refused and run: " << run.text();
    }
  }
  for (const RunId run : runs) check_run(world, run);
  check_effects(world);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
  EXPECT_EQ(world.services->children_permits.in_use(), 0U);
}

TEST(RandomKills, EveryRunAndEveryChildOfItEndsAsIfNothingHadHappened) {
  for (const std::uint64_t seed : seeds(150)) live_through(seed);
}

}  // namespace
}  // namespace runledger::actors::test
