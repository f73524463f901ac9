#include "workflow/run/decide/scope.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {

// settle_due() ends the wait; the output is the input.
void carry_out(Turn& turn, const Task& task, const definition::WaitTask& kind) {
  auto length = Scope::of_task(turn, task).duration(kind.duration, *task.input);
  if (!length) return raise_error(turn, task, length.error());
  turn.emit(WaitStarted{task.ref, turn.now() + *length});
}

}  // namespace runledger::run
