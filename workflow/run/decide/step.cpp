#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// The effect has an outcome.
void take_outcome(Turn& turn) {
  const Frame& frame = turn.innermost();
  if (frame.error) return raise_error(turn, turn.last(), *frame.error);
  const SharedJson result = frame.data;
  leave_task(turn, result, turn.node(turn.last()).then);
}

}  // namespace

bool step(Turn& turn) {
  switch (turn.innermost().phase) {
    case Phase::acting:
    case Phase::waiting:
    case Phase::retrying:
    case Phase::faulted:
      return false;
    case Phase::acted:
      take_outcome(turn);
      return true;
    case Phase::entered:
    case Phase::catching:
      std::visit([&](const auto& task) { carry_out(turn, task); }, turn.node(turn.last()).kind);
      return true;
  }
  return false;
}

}  // namespace runledger::run
