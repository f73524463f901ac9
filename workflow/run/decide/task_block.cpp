#include "workflow/run/decide/flow.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/decide/try_policy.hpp"

namespace runledger::run {
namespace {

// Starts the block's next child, or leaves the block.
void go_on(Turn& turn) {
  const Frame& frame = turn.innermost();
  if (!frame.next) {
    const auto tasks = children(turn.node(turn.last()), frame.phase);
    return tasks.empty() ? leave_block(turn) : enter_task(turn, turn.program().nodes[tasks.front()]);
  }
  if (!frame.next->starts_with('/')) return leave_block(turn);
  const definition::Node* next = turn.program().find(*frame.next);
  if (next == nullptr) {
    return turn.break_off({Errc::corrupt_history, "the definition has no task " + *frame.next});
  }
  enter_task(turn, *next);
}

}  // namespace

void carry_out(Turn& turn, const definition::DoTask&) {
  go_on(turn);
}

void carry_out(Turn& turn, const definition::FunctionTask&) {
  go_on(turn);
}

void carry_out(Turn& turn, const definition::TryTask&) {
  const Frame& frame = turn.innermost();
  const bool error_is_open = frame.phase == Phase::entered && frame.error;
  error_is_open ? handle_error(turn) : go_on(turn);
}

}  // namespace runledger::run
