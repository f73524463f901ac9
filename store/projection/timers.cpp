#include "store/projection/timers.hpp"

#include <algorithm>

#include "store/projection/statements.hpp"

namespace runledger::store {
namespace {

constexpr std::string_view kRunDeadline = "run_deadline";
constexpr std::string_view kTaskDeadline = "task_deadline";
constexpr std::string_view kAttemptDeadline = "attempt_deadline";
constexpr std::string_view kWait = "wait";
constexpr std::string_view kRetry = "retry";

bool stands_below(std::string_view task, std::string_view parent) {
  return task.size() > parent.size() && task.starts_with(parent) && task[parent.size()] == '/';
}

}  // namespace

void TimersProjection::fold(const ProjectedEvent& event) {
  const auto* known = std::get_if<run::RunEvent>(&event.event);
  if (known == nullptr || !event.run) return;
  const auto [found, is_new] = index_.try_emplace(*event.run, changes_.size());
  if (is_new) changes_.emplace_back().run = *event.run;
  apply(changes_[found->second], *known);
}

// No catch-all: who adds an event decides here which times it sets or ends.
void TimersProjection::apply(Change& change, const run::RunEvent& event) {
  std::visit(
      Overloaded{
          [&](const run::RunStarted& e) {
            change.is_new = true;
            if (e.deadline) put(change, {"", 0, kRunDeadline, *e.deadline, e.started_at});
          },
          [&](const run::TaskStarted& e) {
            const auto& [task, iteration] = e.ref;
            drop(change, {task, {}});  // a task that failed and starts again after an admin's retry
            if (e.deadline) put(change, {task, iteration, kTaskDeadline, *e.deadline, e.started_at});
            if (e.attempt_deadline) {
              put(change, {task, iteration, kAttemptDeadline, *e.attempt_deadline, e.started_at});
            }
          },
          [&](const run::TaskSkipped&) {},
          [&](const run::TaskCompleted& e) {
            drop(change, {e.ref.task, {}});
          },
          [&](const run::TaskFaulted& e) {
            if (e.caught_by.empty()) return;  // RunFaulted follows, and all stays for an admin's retry
            drop(change, {e.caught_by, {}, false});
            drop(change, {e.caught_by, kAttemptDeadline, true, false});
          },
          [&](const run::TaskCancelled& e) {
            drop(change, {e.ref.task, {}});
          },
          [&](const run::ActionStarted& e) {
            drop(change, {e.ref.task, {}, true, false});
          },
          [&](const run::ActionSucceeded&) {},
          [&](const run::ActionFailed&) {},
          [&](const run::ActionTimedOut&) {},
          [&](const run::ActionOutcomeUnknown&) {},
          [&](const run::ActionCancelled&) {},
          // A task that awaits a run keeps its deadline: it is not in memory.
          [&](const run::ChildRunRequested&) {},
          [&](const run::ChildRunBegan&) {},
          [&](const run::ChildRunCompleted&) {},
          [&](const run::ChildRunFailed&) {},
          [&](const run::ChildRunCancelled&) {},
          [&](const run::RunCancelled&) {
            drop(change, {"", {}});
          },
          [&](const run::WaitStarted& e) {
            put(change, {e.ref.task, e.ref.iteration, kWait, e.until, {}});
          },
          [&](const run::RoundStarted&) {},
          [&](const run::EventEmitted&) {},
          [&](const run::RetryScheduled& e) {
            put(change, {e.ref.task, e.ref.iteration, kRetry, e.due, {}});
          },
          [&](const run::RetryStarted& e) {
            drop(change, {e.ref.task, kRetry, true, false});
            if (e.attempt_deadline) {
              put(change, {e.ref.task, e.ref.iteration, kAttemptDeadline, *e.attempt_deadline, e.started_at});
            }
          },
          [&](const run::ErrorCaught&) {},
          [&](const run::RunCompleted&) {
            drop(change, {"", {}});
          },
          [&](const run::RunFaulted&) { put_to_sleep(change); },
          [&](const run::RunRetried& e) { wake(change, e.retried_at); },
          [&](const run::RunQuarantined&) { put_to_sleep(change); },
      },
      event);
}

void TimersProjection::drop(Change& change, Drop what) {
  std::erase_if(change.puts, [&](const Put& put) {
    if (!what.purpose.empty() && put.purpose != what.purpose) return false;
    return (what.with_task && put.task == what.task) ||
           (what.with_children && stands_below(put.task, what.task));
  });
  if (change.is_new) return;
  const bool covered = std::any_of(change.drops.begin(), change.drops.end(), [&](const Drop& earlier) {
    return earlier == what || earlier == Drop{what.task, {}};
  });
  if (!covered) change.drops.push_back(std::move(what));
}

void TimersProjection::put(Change& change, Put what) {
  drop(change, {what.task, what.purpose, true, false});
  change.puts.push_back(std::move(what));
}

void TimersProjection::put_to_sleep(Change& change) {
  change.asleep = true;
  for (Put& put : change.puts) put.asleep = true;
}

void TimersProjection::wake(Change& change, Timestamp from) {
  change.asleep = false;
  change.counted_from = from;
  for (Put& put : change.puts) {
    put.asleep = false;
    if (!put.counted_from) continue;
    put.due = from + (put.due - *put.counted_from);
    put.counted_from = from;
  }
}

void TimersProjection::write(StatementSink& sink) const {
  using enum PgType;
  Rows drops{uuid, text, text, boolean, boolean};
  Rows wakes{uuid, boolean, timestamptz};
  Rows puts{uuid, text, int8, text, timestamptz, timestamptz, boolean};
  for (const Change& change : changes_) {
    for (const Drop& drop : change.drops) {
      drops.add(change.run, drop.task, drop.purpose, drop.with_task, drop.with_children);
    }
    if (change.asleep && !change.is_new) wakes.add(change.run, *change.asleep, change.counted_from);
    for (const Put& put : change.puts) {
      puts.add(change.run, put.task, std::uint64_t{put.iteration}, put.purpose, put.due, put.counted_from,
               put.asleep);
    }
  }
  sink.add(kDropTimers, drops);
  sink.add(kWakeTimers, wakes);
  sink.add(kPutTimers, puts);
}

}  // namespace runledger::store
