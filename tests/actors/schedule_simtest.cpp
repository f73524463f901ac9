#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

definition::ProgramPtr scheduled(const std::string& schedule, const std::string& task,
                                 const std::string& missed = "once") {
  return program_of(
      "document: {dsl: '1.0.3', namespace: test, name: clockwork, version: '1.0.0', metadata: {schedule: "
      "{missed: " +
      missed + "}}}\nschedule: " + schedule + "\ndo:\n  - only: " + task + "\n");
}

const char* const kSet = "{set: {done: true}}";
const char* const kNap = "{wait: {minutes: 20}}";

// The firings so far: how many minutes after the start each was due, and how many it makes up for.
std::string firings(World& world) {
  const auto events = world.database.read(schedule_stream(WorkflowName{"test/clockwork"}), 0, 1'000);
  static const Timestamp begun = ManualClock().now();
  std::string out;
  for (const auto& recorded : *events) {
    const auto fired = std::get<record::ScheduleFired>(std::get<record::RecordEvent>(*decode(recorded)));
    out += std::to_string(std::chrono::floor<minutes>(fired.due - begun).count());
    if (fired.missed > 0) out += "+" + std::to_string(fired.missed);
    out += ' ';
  }
  return out;
}

void pass(World& world, minutes time) {
  for (Milliseconds passed{0}; passed < time; passed += Milliseconds{500}) world.advance(Milliseconds{500});
}

TEST(Schedules, StartARunEachTime) {
  World world;
  world.catalog.add(scheduled("{every: PT5M}", kSet));
  pass(world, minutes(16));
  EXPECT_EQ(firings(world), "5 10 15 ");
  ASSERT_EQ(world.database.runs().size(), 3U);
  for (const RunId run : world.database.runs()) EXPECT_EQ(world.status(run), "completed");
}

TEST(Schedules, AreNotMovedByARestartAndFireOnceForWhatWasMissed) {
  World world;
  world.catalog.add(scheduled("{every: PT5M}", kSet));
  pass(world, minutes(11));
  world.kill();
  world.clock.advance(minutes(11));
  world.restart();
  pass(world, minutes(4));
  EXPECT_EQ(firings(world), "5 10 20+1 25 ");
}

TEST(Schedules, DoNotFireForWhatWasDisabledWhileTheEngineStoodBy) {
  World world;
  world.catalog.add(scheduled("{every: PT5M}", kSet));
  pass(world, minutes(6));
  world.kill();
  world.database.set_away(true);
  world.restart();
  pass(world, minutes(1));
  world.catalog.disable("test/clockwork");
  pass(world, minutes(10));
  world.database.set_away(false);
  pass(world, minutes(10));
  EXPECT_EQ(firings(world), "5 ");
}

TEST(Schedules, FireForAllThatWasMissedOrForNoneWhenToldSo) {
  World all;
  all.catalog.add(scheduled("{every: PT5M}", kSet, "all"));
  World none;
  none.catalog.add(scheduled("{every: PT5M}", kSet, "skip"));
  for (World* world : {&all, &none}) {
    world->kill();
    world->clock.advance(minutes(23));
    world->restart();
    pass(*world, minutes(3));
  }
  EXPECT_EQ(firings(all), "5 10 15 20 25 ");
  EXPECT_EQ(firings(none), "25 ");
}

TEST(Schedules, AfterWaitsForTheRunBefore) {
  World world;
  world.catalog.add(scheduled("{after: PT10M}", kNap));
  pass(world, minutes(75));
  EXPECT_EQ(firings(world), "10 40 70 ");
}

TEST(Schedules, TwoNodesFireOnce) {
  World one;
  one.catalog.add(scheduled("{every: PT5M}", kSet));
  MemoryLog journal_log{one.database};
  MemoryLog read_log{one.database};
  MemoryIndex index{one.database};
  const auto services = std::make_shared<Services>(
      one.options,
      EnginePorts{
          journal_log, {&read_log}, index, one.catalog, one.runner, one.clock, one.random, one.zones});
  ActorTree other(services, Scheduling::virtual_time);
  other.begin();
  for (int half = 0; half < 2 * 60 * 16; ++half) {
    one.advance(Milliseconds{500});
    other.advance(Milliseconds{500});
  }
  EXPECT_EQ(firings(one), "5 10 15 ");
  EXPECT_EQ(one.database.runs().size(), 3U);
  EXPECT_EQ(services->counters.started + one.services->counters.started, 3U);
}

TEST(Schedules, AZoneThatThisMachineLacksStopsNoOther) {
  World world;
  world.catalog.add(
      program_of("document: {dsl: '1.0.3', namespace: test, name: far, version: '1.0.0', metadata: "
                 "{schedule: {timeZone: "
                 "Europe/Berlin}}}\nschedule: {cron: '* * * * *'}\ndo:\n  - only: {set: {done: true}}\n"));
  world.catalog.add(scheduled("{every: PT5M}", kSet));
  pass(world, minutes(6));
  EXPECT_EQ(firings(world), "5 ");
  EXPECT_EQ(world.database.runs().size(), 1U);
}

TEST(Schedules, AnOutageDelaysAndLosesNothing) {
  World world;
  world.catalog.add(scheduled("{every: PT5M}", kSet, "all"));
  pass(world, minutes(4));
  world.database.set_away(true);
  pass(world, minutes(8));
  world.database.set_away(false);
  pass(world, minutes(2));
  EXPECT_EQ(firings(world), "5 10 ");
  EXPECT_EQ(world.database.runs().size(), 2U);
}

}  // namespace
}  // namespace runledger::actors::test
