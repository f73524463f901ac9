#include "actors/run_loader.hpp"

#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

Append of_run(RunId run, run::RunEvent event) {
  Append append;
  append.stream = run_stream(run);
  append.run = run;
  append.events.emplace_back(std::move(event));
  return append;
}

TEST(RunLoader, ReadsAHistoryOfLargeEventsToItsEnd) {
  World world;
  const RunId run = make_id<RunId>(world.clock, world.random);
  run::RunStarted started;
  started.run = run;
  started.workflow.value = "test/pure";
  started.input = share(Json(std::string(kMaxReadBytes + 1, 'x')));
  started.started_at = world.clock.now();
  world.database.write({{of_run(run, std::move(started))}, {}});
  world.database.write({{of_run(run, run::RunQuarantined{"it is large", world.clock.now()})}, {}});
  const std::size_t before = world.database.reads();
  const auto loaded = load_run(world.read_log, run, {500, std::nullopt});
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ(loaded->state.status, run::RunStatus::quarantined);
  EXPECT_EQ(world.database.reads() - before, 2U) << "no more than so many bytes at once";
}

}  // namespace
}  // namespace runledger::actors::test
