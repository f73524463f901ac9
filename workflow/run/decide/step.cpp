#include <algorithm>

#include "workflow/run/decide.hpp"
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

bool can_go_on(const Frame& frame) {
  if (frame.children > 0 && !(frame.is_fork() && frame.has_branch_to_start())) return false;
  switch (frame.phase) {
    case Phase::entered:
    case Phase::catching:
    case Phase::acted:
      return true;
    case Phase::acting:
    case Phase::waiting:
    case Phase::awaiting:
    case Phase::retrying:
    case Phase::faulted:
    case Phase::cancelled:
      return false;
  }
  return false;
}

}  // namespace

bool has_more_to_do(const State& state) {
  return state.active() && (state.error || std::any_of(state.frames.begin(), state.frames.end(), can_go_on));
}

bool step(Turn& turn) {
  for (std::size_t i = turn.frames().size(); i-- > 0;) {
    if (!can_go_on(turn.frames()[i])) continue;
    const Task task = turn.task(i);
    if (turn.frames()[i].phase == Phase::acted) {
      take_outcome(turn, task);
    } else {
      std::visit([&](const auto& kind) { carry_out(turn, task, kind); }, task.node->kind);
    }
    return true;
  }
  return false;
}

}  // namespace runledger::run
