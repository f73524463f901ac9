#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {

// settle_due() ends the wait; the output is the input.
void carry_out(Turn& turn, const definition::WaitTask& task) {
  const std::size_t frame = turn.last();
  auto length = Scope::of_task(turn, frame).duration(task.duration, *turn.innermost().input);
  if (!length) return raise_error(turn, frame, as_run_error(length.error(), turn.innermost().ref.task));
  turn.emit(WaitStarted{turn.innermost().ref, turn.now() + *length});
}

}  // namespace runledger::run
