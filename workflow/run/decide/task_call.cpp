#include <algorithm>

#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// What every deadline around the task leaves to its effect; zero when there is none. At least 1 ms: a
// deadline that has passed is not the effect's to enforce.
Milliseconds time_left(const Turn& turn) {
  Timestamp end = Timestamp::max();
  const auto narrow = [&](const std::optional<Deadline>& deadline) {
    if (deadline) end = std::min(end, deadline->at);
  };
  narrow(turn.state().deadline);
  for (const Frame& frame : turn.frames()) {
    narrow(frame.deadline);
    narrow(frame.attempt_deadline);
  }
  if (end == Timestamp::max()) return Milliseconds(0);
  return std::max(std::chrono::ceil<Milliseconds>(end - turn.now()), Milliseconds(1));
}

}  // namespace

void carry_out(Turn& turn, const definition::CallTask& task) {
  const std::size_t frame = turn.last();
  const TaskRef ref = turn.innermost().ref;
  auto arguments = Scope::of_task(turn, frame).render(task.arguments, *turn.innermost().input);
  if (!arguments) return raise_error(turn, frame, as_run_error(arguments.error(), ref.task));
  ActionStarted started;
  started.ref = ref;
  started.attempt = turn.state().tally(ref.task).attempts + 1;
  started.kind = task.kind;
  started.arguments = *std::move(arguments);
  started.timeout = time_left(turn);
  started.started_at = turn.now();
  turn.emit(std::move(started));
}

}  // namespace runledger::run
