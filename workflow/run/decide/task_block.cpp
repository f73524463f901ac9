#include "workflow/run/decide/flow.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/decide/try_policy.hpp"

namespace runledger::run {

void carry_on(Turn& turn, const Task& task) {
  const Frame& frame = turn.frames()[*task.frame];
  if (!frame.next) {
    const auto tasks = children(*task.node, frame.phase);
    if (tasks.empty()) return leave_block(turn, task);
    return enter_task(turn, *task.frame, turn.program().nodes[tasks.front()]);
  }
  if (!frame.next->starts_with('/')) return leave_block(turn, task);
  const definition::Node* next = turn.program().find(*frame.next);
  if (next == nullptr) {
    return turn.break_off({Errc::corrupt_history, "the definition has no task " + *frame.next});
  }
  enter_task(turn, *task.frame, *next);
}

void carry_out(Turn& turn, const Task& task, const definition::DoTask&) {
  carry_on(turn, task);
}

void carry_out(Turn& turn, const Task& task, const definition::FunctionTask&) {
  carry_on(turn, task);
}

void carry_out(Turn& turn, const Task& task, const definition::TryTask&) {
  const Frame& frame = turn.frames()[*task.frame];
  const bool error_is_open = frame.phase == Phase::entered && frame.error;
  error_is_open ? handle_error(turn, task) : carry_on(turn, task);
}

}  // namespace runledger::run
