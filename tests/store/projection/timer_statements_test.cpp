#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "store/postgres/statement_sink.hpp"
#include "store/projection/timers.hpp"

// How much the timers of a batch cost, in statements.
namespace runledger::store {
namespace {

constexpr Timestamp kNow{};

std::size_t statements_of(const std::vector<run::RunEvent>& events) {
  TimersProjection timers;
  std::uint64_t position = 0;
  for (const run::RunEvent& event : events) {
    const Event recorded = event;
    timers.fold({++position, RunId{}, recorded});
  }
  StatementSink sink;
  timers.write(sink);
  return sink.queued().size();
}

run::TaskStarted started(std::optional<Timestamp> deadline) {
  run::TaskStarted event;
  event.ref = {"/do/0/a", 0};
  event.started_at = kNow;
  event.deadline = deadline;
  return event;
}
run::TaskCompleted completed(const std::string& task) {
  run::TaskCompleted event;
  event.ref = {task, 0};
  return event;
}

TEST(TimerStatements, ARunThatBeginsInTheBatchHasNoTimersToDrop) {
  EXPECT_EQ(
      statements_of({run::RunStarted{}, completed("/do/0/a"), completed("/do/1/b"), run::RunCompleted{}}),
      0U);
  EXPECT_EQ(statements_of({run::RunStarted{}, started({}), completed("/do/0/a"), run::RunFaulted{}}), 0U);
}

TEST(TimerStatements, ATimerThatGoesInTheSameBatchIsNeverWritten) {
  EXPECT_EQ(statements_of({run::RunStarted{}, started(kNow), completed("/do/0/a"), run::RunCompleted{}}), 0U);
  EXPECT_EQ(statements_of({run::RunStarted{}, started(kNow)}), 1U) << "it stays, and is put";
}

TEST(TimerStatements, ARunOfAnEarlierBatchMayHaveSome) {
  EXPECT_EQ(statements_of({completed("/do/0/a")}), 1U);
}

}  // namespace
}  // namespace runledger::store
