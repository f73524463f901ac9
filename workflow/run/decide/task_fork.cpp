#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// In the order of declaration.
void start_branch(Turn& turn, const Task& task, const definition::ForkTask& fork) {
  const std::size_t branch = turn.frames()[*task.frame].begun.next();
  if (branch >= fork.branches.size()) {
    return turn.break_off({Errc::corrupt_history,
                           "the definition's fork " + task.ref.task + " has fewer branches than the run's"});
  }
  enter_task(turn, *task.frame, turn.program().nodes[fork.branches[branch]]);
}

void leave_fork(Turn& turn, const Task& task) {
  auto kept = keep_array(turn.frames()[*task.frame].outputs);
  if (!kept) return raise_error(turn, task, kept.error());
  leave_block(turn, task, *kept);
}

bool is_race(const Task& task) {
  const auto* fork = std::get_if<definition::ForkTask>(&task.node->kind);
  return fork != nullptr && fork->compete;
}

std::vector<TaskRef> children_of(const Turn& turn, std::size_t frame) {
  std::vector<TaskRef> children;
  for (std::size_t i = frame + 1; i < turn.frames().size(); ++i) {
    if (turn.frames()[i].parent == frame) children.push_back(turn.frames()[i].ref);
  }
  return children;
}

}  // namespace

// Each branch gets the task's input. A race that nobody ran, every branch being skipped, gives that too.
void carry_out(Turn& turn, const Task& task, const definition::ForkTask& kind) {
  if (turn.frames()[*task.frame].has_branch_to_start()) return start_branch(turn, task, kind);
  kind.compete ? leave_block(turn, task, task.input) : leave_fork(turn, task);
}

// Before anything else goes on, so that there is one winner.
bool settle_race(Turn& turn) {
  for (std::size_t i = turn.frames().size(); i-- > 0;) {
    const Frame& frame = turn.frames()[i];
    if (!frame.winner) continue;
    const Task task = turn.task(i);
    if (!is_race(task)) continue;
    const SharedJson output = frame.outputs[*frame.winner];
    cancel_actions(turn, i);
    for (TaskRef& branch : children_of(turn, i)) turn.emit(TaskCancelled{std::move(branch), turn.now()});
    leave_block(turn, turn.task(i), output);
    return true;
  }
  return false;
}

}  // namespace runledger::run
