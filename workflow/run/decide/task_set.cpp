#include "workflow/run/decide/scope.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {

void carry_out(Turn& turn, const Task& task, const definition::SetTask& kind) {
  auto output = Scope::of_task(turn, task).render(kind.value, *task.input);
  if (!output) return raise_error(turn, task, output.error());
  leave_task(turn, task, *output, task.node->then);
}

}  // namespace runledger::run
