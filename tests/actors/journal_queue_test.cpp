#include "actors/journal_queue.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/actors/fakes/small_fakes.hpp"

namespace runledger::actors::test {
namespace {

constexpr std::size_t kDocument = 10'000;

// A group whose bytes are all in a nested document.
AppendGroup group_with_document() {
  const SharedJson result = share(Json{{"rows", {{{"text", std::string(kDocument, 'x')}}}}});
  AppendGroup group;
  group.appends.push_back({StreamName{"run/x"},
                           std::nullopt,
                           std::nullopt,
                           {run::RunEvent{run::ActionSucceeded{{"/do/0/one", 0}, 1, result, {}}}},
                           {},
                           {}});
  return group;
}

struct Queue {
  explicit Queue(EngineOptions engine_options) : options(engine_options), queue(options, clock, counters) {
    queue.on_work([] {});
  }

  std::optional<Errc> push(JournalQueue::Kind kind) {
    std::optional<Errc> refused;
    queue.push(kind, {group_with_document(), [&refused](const JournalAnswer& answer) {
                        if (!answer.result) refused = answer.result.error().code;
                      }});
    return refused;
  }

  std::size_t taken() {
    JournalBatch batch;
    queue.take(batch);
    return batch.groups.size();
  }

  EngineOptions options;
  ManualClock clock;
  Counters counters;
  JournalQueue queue;
};

TEST(JournalQueue, CountsTheDocumentsOfABatch) {
  EngineOptions options;
  options.batch_bytes = 4 * kDocument;
  Queue under_test(options);
  for (int i = 0; i < 10; ++i) under_test.queue.push(JournalQueue::Kind::fresh, {group_with_document(), {}});
  EXPECT_EQ(under_test.taken(), 3U);
}

TEST(JournalQueue, TakesAGroupThatIsLargerThanABatchByItself) {
  EngineOptions options;
  options.batch_bytes = kDocument / 2;
  Queue under_test(options);
  for (int i = 0; i < 2; ++i) under_test.queue.push(JournalQueue::Kind::fresh, {group_with_document(), {}});
  EXPECT_EQ(under_test.taken(), 1U);
}

TEST(JournalQueue, RefusesFreshWorkWhenTheBytesThatWaitAreTooMany) {
  EngineOptions options;
  options.journal_queue_bytes = 2 * kDocument;
  Queue under_test(options);
  EXPECT_EQ(under_test.push(JournalQueue::Kind::fresh), std::nullopt);
  EXPECT_EQ(under_test.push(JournalQueue::Kind::fresh), std::nullopt);
  EXPECT_EQ(under_test.push(JournalQueue::Kind::fresh), Errc::overloaded);
  EXPECT_TRUE(under_test.queue.would_refuse());
  EXPECT_EQ(under_test.push(JournalQueue::Kind::ongoing), std::nullopt)
      << "what has begun always has a place";
  EXPECT_EQ(under_test.taken(), 3U);
  EXPECT_FALSE(under_test.queue.would_refuse()) << "what was taken no longer waits";
}

struct Wakes : Queue {
  Wakes() : Queue(EngineOptions{}) {
    queue.on_work([this] { ++count; });
  }
  JournalBatch take() {
    JournalBatch batch;
    queue.take(batch);
    return batch;
  }
  void finish(JournalBatch batch, const Result<Appended>& result) {
    const std::size_t groups = batch.groups.size();
    queue.finish(std::move(batch), std::vector<Result<Appended>>(groups, result));
  }
  bool drained() { return queue.wait_drained(Milliseconds{0}); }
  void push() {
    queue.push(JournalQueue::Kind::ongoing, {group_with_document(), [this](const JournalAnswer& answer) {
                                               answers.push_back(answer.result.ok());
                                             }});
  }

  int count = 0;
  std::vector<bool> answers;
};

const Error kAway{Errc::unavailable, "away"};

TEST(JournalQueue, WakesTheJournalOnlyWhenItRests) {
  Wakes under_test;
  under_test.push();
  EXPECT_EQ(under_test.count, 1);
  under_test.push();
  EXPECT_EQ(under_test.count, 1) << "it is on its way already";
  JournalBatch batch = under_test.take();
  EXPECT_EQ(batch.groups.size(), 2U);
  under_test.push();
  EXPECT_EQ(under_test.count, 1) << "it looks again by itself while an append is under way";
  under_test.finish(std::move(batch), Appended{});
  under_test.finish(under_test.take(), Appended{});
  under_test.push();
  EXPECT_EQ(under_test.count, 2) << "it rests: somebody must send for it";
}

TEST(JournalQueue, IsDrainedWhenEverySenderHasBeenTold) {
  Wakes under_test;
  EXPECT_TRUE(under_test.drained());
  under_test.push();
  EXPECT_FALSE(under_test.drained()) << "it waits";
  JournalBatch first = under_test.take();
  EXPECT_FALSE(under_test.drained()) << "it is being appended";
  under_test.push();
  JournalBatch second = under_test.take();
  under_test.finish(std::move(first), Appended{});
  EXPECT_FALSE(under_test.drained()) << "the second batch is still under way";
  under_test.finish(std::move(second), Appended{});
  EXPECT_TRUE(under_test.drained());
  EXPECT_EQ(under_test.answers, (std::vector<bool>{true, true}));
}

TEST(JournalQueue, RefusesAllThatWaitsWhenAnAppendFindsTheDatabaseAway) {
  Wakes under_test;
  under_test.push();
  JournalBatch first = under_test.take();
  under_test.push();
  JournalBatch gathered = under_test.take();
  under_test.push();
  under_test.finish(std::move(first), kAway);
  EXPECT_EQ(under_test.answers, (std::vector<bool>{false, false})) << "the first, and the one that waited";
  EXPECT_FALSE(under_test.drained()) << "what was taken is not answered yet";
  under_test.queue.refuse_taken(std::move(gathered));
  EXPECT_EQ(under_test.answers, (std::vector<bool>{false, false, false}));
  EXPECT_TRUE(under_test.drained());
  under_test.push();
  EXPECT_EQ(under_test.answers.size(), 4U) << "refused at once";
  EXPECT_EQ(under_test.queue.waiting(), 0U);
}

}  // namespace
}  // namespace runledger::actors::test
