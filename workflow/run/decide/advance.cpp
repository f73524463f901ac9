#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "workflow/run/decide/limits.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/standard_errors.hpp"

namespace runledger::run {
namespace {

// The error of the run that is over a limit.
std::optional<std::string> exceeded(const Turn& turn) {
  const RunLimits& limits = turn.limits();
  if (turn.state().version >= limits.events) {
    return "the run has more than " + std::to_string(limits.events) +
           " events: does a `then` or a retry loop for ever? If not, split the work into several runs";
  }
  const std::string advice =
      " to append at once: that many branches of forks end without waiting for anything; use fewer, or a "
      "`for`";
  if (turn.events().size() >= kMaxEventsPerDecision) {
    return "the run has more than " + std::to_string(kMaxEventsPerDecision) + " events" + advice;
  }
  if (turn.bytes() >= kMaxBytesPerDecision) {
    return "the run has more than " + std::to_string(kMaxBytesPerDecision / 1024 / 1024) + " MiB" + advice;
  }
  return std::nullopt;
}

// Whether a history that ends with this event is listed as one of a run that goes on, and so is taken up
// again after a crash (RunsProjection). The end of a branch, and all that may wait, is not.
struct LeavesRunning {
  bool operator()(const RunStarted&) const { return true; }
  bool operator()(const TaskStarted&) const { return true; }
  bool operator()(const TaskSkipped& event) const { return !is_branch(event.ref); }
  bool operator()(const TaskCompleted& event) const { return !is_branch(event.ref); }
  bool operator()(const TaskFaulted&) const { return true; }
  bool operator()(const TaskCancelled&) const { return true; }
  bool operator()(const ActionStarted&) const { return true; }
  bool operator()(const ActionSucceeded&) const { return true; }
  bool operator()(const ActionFailed&) const { return true; }
  bool operator()(const ActionTimedOut&) const { return true; }
  bool operator()(const ActionOutcomeUnknown&) const { return true; }
  bool operator()(const ActionCancelled&) const { return true; }
  bool operator()(const RetryStarted&) const { return true; }
  bool operator()(const ChildRunBegan&) const { return true; }
  bool operator()(const ChildRunCompleted&) const { return true; }
  bool operator()(const ChildRunFailed&) const { return true; }
  bool operator()(const ChildRunRequested&) const { return false; }
  bool operator()(const ChildRunCancelled&) const { return false; }
  bool operator()(const WaitStarted&) const { return false; }
  bool operator()(const EventEmitted&) const { return false; }
  bool operator()(const RetryScheduled&) const { return false; }
  bool operator()(const RoundStarted&) const { return false; }
  bool operator()(const ErrorCaught&) const { return false; }
  bool operator()(const RunCompleted&) const { return false; }
  bool operator()(const RunFaulted&) const { return false; }
  bool operator()(const RunRetried&) const { return false; }
  bool operator()(const RunQuarantined&) const { return false; }
  bool operator()(const RunCancelled&) const { return false; }

  bool is_branch(const TaskRef& ref) const {
    const std::size_t around = ref.task.rfind('/', ref.task.rfind('/') - 1);
    return std::string_view(ref.task).substr(0, around).ends_with("/fork/branches");
  }
};

// What is left is taken by the next decision: a step looks at nothing but the state.
bool ends_here(const Turn& turn) {
  const RunLimits& limits = turn.limits();
  const bool is_long = turn.events().size() >= limits.events_at_once || turn.bytes() >= limits.bytes_at_once;
  return is_long && !turn.events().empty() && std::visit(LeavesRunning{}, turn.events().back());
}

}  // namespace

void advance(Turn& turn) {
  while (turn.state().active() && !turn.broken()) {
    if (turn.state().error) {
      turn.emit(RunFaulted{turn.state().faulted, *turn.state().error, turn.now()});
      return;
    }
    if (const auto why = exceeded(turn)) {
      return fault_run(turn, runtime_error(turn.frames().back().ref.task, *why));
    }
    if (ends_here(turn)) return;
    if (!settle_race(turn) && !settle_due(turn) && !step(turn)) return;
  }
}

}  // namespace runledger::run
