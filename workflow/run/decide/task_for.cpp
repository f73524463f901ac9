#include <boost/json/array.hpp>

#include "workflow/run/decide/scope.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// Whether `while` holds for the next item; it sees what the round before gave.
Result<bool> wants_another_round(const Turn& turn, const Task& task, const definition::ForTask& loop) {
  if (!loop.while_) return true;
  const Frame& frame = turn.frames()[*task.frame];
  const Json index = frame.rounds;
  Scope scope = Scope::of_task(turn, task);
  scope.bind(loop.item_variable, frame.items->get_array()[frame.rounds]).bind(loop.index_variable, index);
  auto holds = scope.holds(*loop.while_, *frame.data);
  if (!holds) return Error{holds.error().code, "while: " + holds.error().message};
  return holds;
}

void begin_round(Turn& turn, const Task& task, const definition::ForTask& loop) {
  const Frame& frame = turn.frames()[*task.frame];
  if (frame.rounds == frame.items->get_array().size()) return leave_block(turn, task);
  const auto wanted = wants_another_round(turn, task, loop);
  if (!wanted) return raise_error(turn, task, wanted.error());
  if (!*wanted) return leave_block(turn, task);
  turn.emit(RoundStarted{task.ref, frame.rounds, turn.now()});
}

}  // namespace

// What a round gives is what the next one gets. `exit` ends the round, `end` the run.
void carry_out(Turn& turn, const Task& task, const definition::ForTask& kind) {
  const Frame& frame = turn.frames()[*task.frame];
  const bool round_is_open = frame.next ? frame.next->starts_with('/') : frame.rounds > 0;
  if (round_is_open) return carry_on(turn, task);
  if (frame.next == "end") return leave_block(turn, task);
  begin_round(turn, task, kind);
}

}  // namespace runledger::run
