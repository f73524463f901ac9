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

}  // namespace
}  // namespace runledger::actors::test
