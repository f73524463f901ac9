#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

bool available(const World& world) {
  return world.services->journal.database_available();
}

TEST(JournalHealth, SeesByItselfThatTheDatabaseIsBack) {
  World world;
  world.database.set_away(true);
  world.start(pure_program());
  world.settle();
  ASSERT_FALSE(available(world));
  world.advance(Milliseconds{10'000});
  EXPECT_FALSE(available(world)) << "it is still away";
  world.database.set_away(false);
  world.advance(world.options.journal_probe.longest);
  EXPECT_TRUE(available(world));
}

TEST(JournalHealth, SeesThatTheDatabaseWentAwayWhileNothingIsAppended) {
  World world;
  world.advance(Milliseconds{60'000});
  ASSERT_TRUE(available(world));
  world.database.set_away(true);
  world.advance(world.options.journal_idle_probe);
  EXPECT_FALSE(available(world));
}

TEST(JournalHealth, AsksSeldomWhenIdleAndNeverWhenAppendsShowIt) {
  World world;
  for (int i = 0; i < 60; ++i) world.advance(Milliseconds{1'000});
  EXPECT_GE(world.database.probes(), 12U);
  EXPECT_LE(world.database.probes(), 13U);  // one to take the log over
  const std::size_t before = world.database.probes();
  for (int i = 0; i < 60; ++i) {
    world.start(pure_program());
    world.advance(Milliseconds{1'000});
  }
  EXPECT_EQ(world.database.probes(), before);
}

TEST(JournalHealth, AsksMoreAndMoreSeldomWhileTheDatabaseIsAway) {
  World world;
  world.database.set_away(true);
  for (int i = 0; i < 600; ++i) world.advance(Milliseconds{100});
  EXPECT_FALSE(available(world));
  EXPECT_LE(world.database.probes(), 40U);
}

// What gathered during the append that found the database away must not meet it again.
TEST(JournalHealth, RefusesWhatGatheredInTheSameStep) {
  EngineOptions options;
  options.batch_groups = 1;
  World world(options);
  world.database.fail_next({Fault::away});
  std::vector<Errc> heard;
  for (int i = 0; i < 3; ++i) {
    world.services->journal.push(
        JournalQueue::Kind::ongoing,
        {AppendGroup{}, [&heard](const JournalAnswer& answer) {
           heard.push_back(answer.result ? Errc::internal : answer.result.error().code);
         }});
  }
  world.settle();
  EXPECT_EQ(heard, std::vector<Errc>(3, Errc::unavailable));
  EXPECT_EQ(world.database.batch_sizes().size(), 1U) << "one append found out for all";
  EXPECT_TRUE(world.services->journal.wait_drained(Milliseconds{0}));
}

TEST(JournalHealthDeathTest, EndsTheProcessWhenTheJournalCannotGoOn) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto break_the_journal = [] {
    World world;
    world.services->journal.push(JournalQueue::Kind::fresh, {AppendGroup{}, [](const JournalAnswer&) {
                                                               throw std::runtime_error("by order");
                                                             }});
    world.settle();
  };
  EXPECT_DEATH(break_the_journal(), "");
  // Also when the sender is told while the next batch is appended.
  const auto break_it_meanwhile = [] {
    EngineOptions options;
    options.batch_groups = 1;
    World world(options);
    for (int i = 0; i < 2; ++i) {
      world.services->journal.push(JournalQueue::Kind::fresh, {AppendGroup{}, [](const JournalAnswer&) {
                                                                 throw std::runtime_error("by order");
                                                               }});
    }
    world.settle();
  };
  EXPECT_DEATH(break_it_meanwhile(), "");
}

}  // namespace
}  // namespace runledger::actors::test
