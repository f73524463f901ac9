#include "actions/call/pending.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "actions/call/worker_pool.hpp"

namespace runledger::actions {
namespace {

using std::chrono::steady_clock;

struct Counted {
  std::atomic<int> answers{0};
  Pending::Callback callback() {
    return [this](const run::ActionOutcome&) { ++answers; };
  }
};

TEST(PendingCalls, AnswersOnceHoweverOftenItIsSettled) {
  const auto pending = std::make_shared<Pending>(5);
  Counted counted;
  {
    const Ticket ticket = pending->admit(counted.callback()).value();
    ticket.settle(run::TimedOut{});
    ticket.settle(run::TimedOut{});
  }
  pending->abandon_all("late");
  EXPECT_EQ(counted.answers, 1);
}

TEST(PendingCalls, AnswersUnknownWhenTheTicketIsLost) {
  const auto pending = std::make_shared<Pending>(5);
  std::optional<run::ActionOutcome> outcome;
  {
    const auto ticket = pending->admit([&](run::ActionOutcome given) { outcome = std::move(given); });
  }
  ASSERT_TRUE(outcome.has_value());
  EXPECT_TRUE(std::holds_alternative<run::OutcomeUnknown>(*outcome));
}

TEST(PendingCalls, RefusesMoreThanItsCapacityAndAnythingAfterClosing) {
  const auto pending = std::make_shared<Pending>(1);
  Counted counted;
  const auto first = pending->admit(counted.callback());
  EXPECT_EQ(pending->admit(counted.callback()).error().code, Errc::overloaded);
  first.value().settle(run::TimedOut{});
  EXPECT_TRUE(pending->admit(counted.callback()).ok());
  pending->close();
  EXPECT_EQ(pending->admit(counted.callback()).error().code, Errc::unavailable);
}

TEST(PendingCalls, AnswersOnceWhenManyThreadsRace) {
  const auto pending = std::make_shared<Pending>(1000);
  Counted counted;
  std::vector<Ticket> tickets;
  for (int i = 0; i < 1000; ++i) tickets.push_back(pending->admit(counted.callback()).value());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (const Ticket& ticket : tickets) ticket.settle(run::TimedOut{});
    });
  }
  pending->abandon_all("stop");
  EXPECT_TRUE(pending->wait_until_empty(steady_clock::now() + std::chrono::seconds(10)));
  EXPECT_EQ(counted.answers, 1000);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counted.answers, 1000);
}

TEST(WorkerPools, FinishWhatRunsAndTakeNothingAfterStop) {
  std::atomic<bool> begun{false};
  std::atomic<bool> go_on{false};
  std::atomic<bool> finished{false};
  std::atomic<bool> late{false};
  WorkerPool pool(1);
  pool.post([&] {
    begun = true;
    while (!go_on) std::this_thread::yield();
    finished = true;
  });
  while (!begun) std::this_thread::yield();
  std::thread releaser([&] { go_on = true; });
  pool.stop();  // waits: a task may use what its owner takes down next
  EXPECT_TRUE(finished);
  pool.post([&] { late = true; });
  releaser.join();
  EXPECT_FALSE(late);
}

}  // namespace
}  // namespace runledger::actions
