#include <gtest/gtest.h>

#include <set>

#include "tests/workflow/run/random_definition.hpp"
#include "tests/workflow/run/run_driver.hpp"
#include "workflow/run/codec.hpp"
#include "workflow/run/evolve.hpp"

namespace runledger::run {
namespace {

using testing::Effects;
using testing::RandomDefinition;
using testing::RunDriver;

constexpr std::uint32_t kSeeds = 400;
constexpr int kMostSteps = 300;

// What became of a child, chosen by chance.
void finish_child(RunDriver& run, std::mt19937& random) {
  const auto awaiting = run.awaiting();
  run.of(awaiting[random() % awaiting.size()]);
  if (!run.child().awaited) {
    run.finish_child(ChildBegan{});
  } else if (random() % 3 > 0) {
    run.finish_child(Succeeded{testing::shared(R"({"n":6})")});
  } else {
    run.finish_child(ChildCancelled{"by chance"});
  }
}

// One thing that the outside could do now, chosen by chance.
void disturb(RunDriver& run, std::mt19937& random) {
  const auto choice = random() % 10;
  if (run.state().status == RunStatus::faulted || run.state().status == RunStatus::quarantined) {
    run.advance_clock(3600).retry();
  } else if (choice == 0) {
    run.resume();
  } else if (choice == 1 && run.state().wake_at()) {
    run.wake();
  } else if (choice == 2 && run.state().active()) {
    run.quarantine();
  } else if (!run.awaiting().empty() && (run.acting().empty() || choice < 5)) {
    finish_child(run, random);
  } else if (run.acting().empty()) {
    run.wake();
  } else if (run.of(run.acting()[random() % run.acting().size()]); choice < 6) {
    run.succeed(R"({"n":5})");
  } else if (choice < 8) {
    run.fail(400 + static_cast<int>(random() % 4));
  } else if (choice == 8) {
    run.time_out();
  } else {
    run.lose_outcome();
  }
}

// An effect that has happened never happens again under the same key.
void expect_distinct_numbers(const std::vector<RunEvent>& history) {
  std::set<std::pair<std::string, std::uint32_t>> succeeded;
  for (const RunEvent& event : history) {
    if (const auto* done = std::get_if<ActionSucceeded>(&event)) {
      succeeded.emplace(done->ref.task, done->ref.iteration);
    } else if (const auto* started = std::get_if<ActionStarted>(&event)) {
      EXPECT_FALSE(succeeded.contains({started->ref.task, started->ref.iteration})) << started->ref.task;
    }
  }
}

// RunDriver checks after every decision that folding the decoded events gives the decided state.
TEST(DecideProperty, FoldingGivesTheDecidedStateWhateverHappens) {
  for (std::uint32_t seed = 0; seed < kSeeds && !::testing::Test::HasFailure(); ++seed) {
    const std::string body = RandomDefinition(seed, Effects::calls).body();
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + body);
    std::mt19937 random(seed);
    RunDriver run(body);
    run.start(R"({"n":1})");
    int admin_retries = 0;
    for (int i = 0; i < kMostSteps && run.state().status != RunStatus::completed; ++i) {
      if (!run.state().active() && (++admin_retries > 10 || !run.can_be_retried())) break;
      disturb(run, random);
      if (::testing::Test::HasFailure()) break;
    }
    EXPECT_LT(run.history().size(), 20'000u);
    expect_distinct_numbers(run.history());
  }
}

std::string result_of(const State& state) {
  if (state.status == RunStatus::completed)
    return write_json(*state.output) + " " + write_json(*state.context);
  return state.error ? write_json(to_json(*state.error)) : "unfinished";
}

// Runs what is left of a run without effects, waking it whenever it waits.
State finish(const definition::Program& program, State state, Timestamp now) {
  Command command = Resume{};
  for (int i = 0; i < kMostSteps; ++i) {
    auto decision = decide(program, std::move(state), command, {now, 0x5EED});
    if (!decision) {
      ADD_FAILURE() << decision.error().message;
      return {};
    }
    state = std::move(decision->after);
    if (!state.active()) return state;
    command = Wake{};
    now = std::max(now, *state.wake_at());
  }
  return state;
}

TEST(DecideProperty, WhereADecisionEndsChangesNothing) {
  std::size_t more = 0;
  for (std::uint32_t seed = 0; seed < kSeeds && !::testing::Test::HasFailure(); ++seed) {
    const std::string body = RandomDefinition(seed, Effects::none).body();
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + body);
    RunDriver whole(body), parts(body);
    RunLimits limits;
    limits.events_at_once = 1;
    parts.limit(limits);
    whole.start(R"({"n":1})");
    parts.start(R"({"n":1})");
    for (int i = 0; i < kMostSteps && whole.state().active(); ++i) {
      whole.wake();
      parts.wake();
    }
    EXPECT_EQ(whole.news(), parts.news());
    EXPECT_EQ(testing::text_of(whole.state()), testing::text_of(parts.state()));
    more += parts.decisions().size() - whole.decisions().size();
  }
  EXPECT_GT(more, 1'000u);
}

TEST(DecideProperty, ACrashAfterAnyEventChangesNothing) {
  std::size_t crashes = 0;
  for (std::uint32_t seed = 0; seed < kSeeds && !::testing::Test::HasFailure(); ++seed) {
    const std::string body = RandomDefinition(seed, Effects::none).body();
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + body);
    RunDriver run(body);
    run.start(R"({"n":1})");
    std::vector<Timestamp> times(run.history().size(), run.now());
    for (int i = 0; i < kMostSteps && run.state().active(); ++i) {
      run.wake();
      times.resize(run.history().size(), run.now());
    }
    State state;
    for (std::size_t i = 0; i + 1 < run.history().size(); ++i, ++crashes) {
      auto next = evolve(std::move(state), run.history()[i]);
      ASSERT_TRUE(next.ok()) << next.error().message;
      state = *std::move(next);
      const State end = finish(run.program(), state, times[i]);
      ASSERT_EQ(result_of(end), result_of(run.state()))
          << "after event " << i + 1 << ", " << type_of(run.history()[i]);
    }
  }
  EXPECT_GT(crashes, 2'000u);
}

}  // namespace
}  // namespace runledger::run
