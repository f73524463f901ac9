#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "actors/engine.hpp"
#include "tests/actors/fakes/world.hpp"

// The engine on its real threads, with an instant log: what virtual time cannot show.
namespace runledger::actors::test {
namespace {

// Counts down; waits with a deadline.
class Latch {
 public:
  explicit Latch(int count) : left_(count) {}
  void count_down() {
    const std::lock_guard lock(mutex_);
    --left_;
    changed_.notify_all();
  }
  bool wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds{60}, [this] { return left_ <= 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int left_;
};

struct ThreadWorld {
  ThreadWorld() {
    catalog.add(pure_program());
    catalog.add(two_calls_program());
    runner.set_instant(true);
    engine.begin();
  }

  SystemClock clock;
  SeededRandom random{1};
  UtcOnly zones;
  FixedCatalog catalog;
  ScriptedRunner runner;
  MemoryDatabase database{clock};
  MemoryLog journal_log{database}, read_log{database}, read_log_2{database};
  MemoryIndex index{database};
  RunningEngine engine{
      {}, EnginePorts{journal_log, {&read_log, &read_log_2}, index, catalog, runner, clock, random, zones}};
};

TEST(EngineOnThreads, TakesRunsOfManyCallersToTheirEnd) {
  constexpr int kCallers = 4;
  constexpr int kRuns = 200;
  ThreadWorld world;
  const auto program = two_calls_program();
  Latch ended(kCallers * kRuns);
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&] {
      for (int i = 0; i < kRuns; ++i) {
        const RunId run = make_id<RunId>(world.clock, world.random);
        world.engine.start(World::request(run, program, world.clock.now()), [&,
                                                                             run](Result<Started> started) {
          EXPECT_TRUE(started.ok());
          world.engine.when_ended(run, world.clock.now() + Milliseconds{60'000}, [&](Result<RunView> view) {
            EXPECT_TRUE(view && view->status == run::RunStatus::completed);
            ended.count_down();
          });
        });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_TRUE(ended.wait());
  EXPECT_EQ(world.engine.stats().ended, static_cast<std::uint64_t>(kCallers * kRuns));
  EXPECT_EQ(world.runner.performed_count(), static_cast<std::size_t>(2 * kCallers * kRuns));
}

TEST(EngineOnThreads, StopsUnderLoadAndAnswersEveryCallOnce) {
  for (int round = 0; round < 2; ++round) {
    ThreadWorld world;
    const auto program = two_calls_program();
    std::atomic<int> asked{0}, answered{0};
    std::atomic<bool> stop{false};
    std::thread caller([&] {
      while (!stop) {
        const RunId run = make_id<RunId>(world.clock, world.random);
        ++asked;
        world.engine.start(World::request(run, program, world.clock.now()),
                           [&](const Result<Started>&) { ++answered; });
      }
    });
    while (world.engine.stats().ended < 50) std::this_thread::yield();
    world.engine.stop(Milliseconds{1'000});
    stop = true;
    caller.join();
    EXPECT_EQ(asked, answered);
    EXPECT_EQ(world.engine.stats().active_runs, 0U);
  }
}

}  // namespace
}  // namespace runledger::actors::test
