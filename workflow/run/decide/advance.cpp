#include "workflow/run/decide/limits.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/standard_errors.hpp"

namespace runledger::run {
namespace {

// True when the run is over a limit: it has been faulted.
bool stop_at_limit(Turn& turn) {
  if (turn.events() >= kMaxEventsPerDecision) {
    fault_run(turn, runtime_error(turn.frames().back().ref.task,
                                  "more than " + std::to_string(kMaxEventsPerDecision) +
                                      " events without a pause: does a `then` or a retry loop for ever?"));
    return true;
  }
  if (turn.state().version >= kMaxEventsPerRun) {
    fault_run(turn, runtime_error(turn.frames().back().ref.task,
                                  "the run has more than " + std::to_string(kMaxEventsPerRun) +
                                      " events; split the work into several runs"));
    return true;
  }
  return false;
}

}  // namespace

void advance(Turn& turn) {
  while (turn.state().active() && !turn.broken()) {
    if (turn.state().error) {
      turn.emit(RunFaulted{turn.state().faulted, *turn.state().error, turn.now()});
      return;
    }
    if (stop_at_limit(turn)) return;
    if (!settle_race(turn) && !settle_due(turn) && !step(turn)) return;
  }
}

}  // namespace runledger::run
