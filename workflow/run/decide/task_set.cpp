#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {

void carry_out(Turn& turn, const definition::SetTask& task) {
  const std::size_t frame = turn.last();
  auto output = Scope::of_task(turn, frame).render(task.value, *turn.innermost().input);
  if (!output) return raise_error(turn, frame, as_run_error(output.error(), turn.innermost().ref.task));
  leave_task(turn, *output, turn.node(frame).then);
}

}  // namespace runledger::run
