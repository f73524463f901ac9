#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// The effect has an outcome.
void take_outcome(Turn& turn, const Task& task) {
  const Frame& frame = turn.frames()[*task.frame];
  if (frame.error) return raise_error(turn, task, *frame.error);
  const SharedJson result = frame.data;
  leave_task(turn, task, result, task.node->then);
}

}  // namespace

bool step(Turn& turn) {
  const Task task = turn.task(turn.last());
  switch (turn.innermost().phase) {
    case Phase::acting:
    case Phase::waiting:
    case Phase::retrying:
    case Phase::faulted:
      return false;
    case Phase::acted:
      take_outcome(turn, task);
      return true;
    case Phase::entered:
    case Phase::catching:
      std::visit([&](const auto& kind) { carry_out(turn, task, kind); }, task.node->kind);
      return true;
  }
  return false;
}

}  // namespace runledger::run
