#include "workflow/run/decide/accept.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/limits.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// True when the run faulted before its first task: its input was refused.
bool input_was_refused(const State& state) {
  return state.faulted.task.empty() && state.frames.size() == 1 && !state.frames.front().next;
}

// Whether a `try` around the failed task tries its block again when it is allowed to anew.
bool has_retries_around(Turn& turn) {
  for (std::size_t i = 0; i < turn.frames().size(); ++i) {
    const auto* guard = std::get_if<definition::TryTask>(&turn.node(i).kind);
    if (guard != nullptr && guard->retry &&
        turn.state().faulted.task.starts_with(turn.frames()[i].ref.task + "/try/")) {
      return true;
    }
  }
  return false;
}

// A raised error says what had come before it; going on from the `raise` would only raise it again.
bool would_only_raise(Turn& turn) {
  const definition::Node* failed = turn.program().find(turn.state().faulted.task);
  return failed != nullptr && std::holds_alternative<definition::RaiseTask>(failed->kind) &&
         !has_retries_around(turn);
}

}  // namespace

// A faulted run goes on from the failed task with a new allowance: its time limits and retry policies count
// from now. A quarantined run goes on where it was; an effect that was under way has an unknown outcome.
Result<Done> accept(Turn& turn, const RetryRun& command) {
  const RunStatus status = turn.state().status;
  if (status != RunStatus::faulted && status != RunStatus::quarantined) {
    return Error{Errc::conflict, "only a faulted or quarantined run can be retried; this one is " +
                                     std::string(name_of(status))};
  }
  if (status == RunStatus::faulted && input_was_refused(turn.state())) {
    return Error{Errc::conflict,
                 "the run's input was refused, which a retry cannot change; rerun it with a corrected input"};
  }
  if (status == RunStatus::faulted && would_only_raise(turn)) {
    return Error{Errc::conflict, "the run ended in the `raise` of " + turn.state().faulted.task +
                                     ", which a retry would only raise again; rerun it instead"};
  }
  turn.emit(RunRetried{tidy_text(command.actor, kMaxErrorTextBytes),
                       tidy_text(command.reason, kMaxErrorTextBytes), turn.now()});
  record_unknown_outcomes(turn, "the run was set aside before the outcome was recorded");
  return Done{};
}

Result<Done> accept(Turn& turn, const QuarantineRun& command) {
  if (!turn.state().active()) {
    return Error{Errc::conflict, "only an active run can be set aside; this one is " +
                                     std::string(name_of(turn.state().status))};
  }
  turn.emit(RunQuarantined{tidy_text(command.reason, kMaxErrorTextBytes), turn.now()});
  return Done{};
}

// What is under way is not awaited any more.
Result<Done> accept(Turn& turn, const CancelRun& command) {
  const RunStatus status = turn.state().status;
  if (!turn.state().active() && status != RunStatus::quarantined) {
    return Error{Errc::conflict, "only a run that has not ended can be cancelled; this one is " +
                                     std::string(name_of(status))};
  }
  // A run that was set aside has lost sight of its effects, but not of its children.
  status == RunStatus::quarantined ? cancel_children(turn, 0) : cancel_actions(turn, 0);
  turn.emit(RunCancelled{tidy_text(command.actor, kMaxErrorTextBytes),
                         tidy_text(command.reason, kMaxErrorTextBytes), turn.now()});
  return Done{};
}

}  // namespace runledger::run
