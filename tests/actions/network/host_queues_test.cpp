#include "actions/network/host_queues.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace runledger::actions {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<int> pop_all(HostQueues<int>& queues) {
  std::vector<int> popped;
  while (auto next = queues.pop()) popped.push_back(next->second);
  return popped;
}

TEST(HostQueues, GivesHostsTurnsWithinTheirLimit) {
  HostQueues<int> queues(2, 10);
  for (const int work : {1, 2, 3}) queues.push("slow", work);
  queues.push("other", 4);
  EXPECT_THAT(pop_all(queues), ElementsAre(1, 4, 2));
  EXPECT_EQ(queues.waiting(), 1U);
  queues.release("other");
  EXPECT_THAT(pop_all(queues), IsEmpty());
  queues.release("slow");
  EXPECT_THAT(pop_all(queues), ElementsAre(3));
}

TEST(HostQueues, KeepsToTheLimitOfAllHosts) {
  HostQueues<int> queues(5, 2);
  queues.push("a", 1);
  queues.push("b", 2);
  queues.push("c", 3);
  EXPECT_THAT(pop_all(queues), ElementsAre(1, 2));
  queues.release("a");
  EXPECT_THAT(pop_all(queues), ElementsAre(3));
}

TEST(HostQueues, TakesOutWhatIsUnwanted) {
  HostQueues<int> queues(1, 10);
  for (const int work : {1, 2, 3, 4}) queues.push("a", work);
  queues.push("b", 6);
  EXPECT_THAT(queues.take_out([](int work) { return work % 2 == 0; }), UnorderedElementsAre(2, 4, 6));
  EXPECT_THAT(pop_all(queues), ElementsAre(1));
  queues.release("a");
  EXPECT_THAT(pop_all(queues), ElementsAre(3));
}

TEST(HostQueues, LosesNothingWhateverTheOrderOfCalls) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  HostQueues<int> queues(2, 4);
  std::vector<std::string> active;
  int pushed = 0;
  int gone = 0;
  const auto release_one = [&] {
    queues.release(active.back());
    active.pop_back();
  };
  for (int step = 0; step < 20'000; ++step) {
    const auto choice = random() % 10;
    if (choice < 4) {
      queues.push(std::string(1, static_cast<char>('a' + random() % 5)), pushed++);
    } else if (choice < 7) {
      if (auto next = queues.pop()) active.push_back(next->first), ++gone;
    } else if (choice < 9 && !active.empty()) {
      std::swap(active[random() % active.size()], active.back());
      release_one();
    } else if (random() % 20 == 0) {
      gone += static_cast<int>(queues.take_out([&](int) { return random() % 3 == 0; }).size());
    }
    ASSERT_LE(queues.active(), 4U);
    ASSERT_EQ(queues.active(), active.size());
    ASSERT_EQ(queues.waiting(), static_cast<std::size_t>(pushed - gone));
  }
  while (queues.waiting() > 0) {
    while (auto next = queues.pop()) active.push_back(next->first);
    ASSERT_FALSE(active.empty()) << "work waits, but nothing may begin";
    while (!active.empty()) release_one();
  }
}

}  // namespace
}  // namespace runledger::actions
