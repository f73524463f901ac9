#include <algorithm>
#include <boost/json/array.hpp>

#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

using definition::NodeIndex;

// Whether each branch is under way.
std::vector<bool> branches_under_way(Turn& turn, std::size_t fork, const std::vector<NodeIndex>& branches) {
  std::vector<bool> under_way(branches.size());
  for (std::size_t i = fork + 1; i < turn.frames().size(); ++i) {
    if (turn.frames()[i].parent != fork) continue;
    const auto index = static_cast<NodeIndex>(&turn.node(i) - turn.program().nodes.data());
    const auto found = std::find(branches.begin(), branches.end(), index);
    if (found != branches.end()) under_way[static_cast<std::size_t>(found - branches.begin())] = true;
  }
  return under_way;
}

// The first branch, in the order of declaration, that neither is under way nor done.
void start_branch(Turn& turn, const Task& task, const definition::ForkTask& fork) {
  const std::vector<bool> under_way = branches_under_way(turn, *task.frame, fork.branches);
  const Frame& frame = turn.frames()[*task.frame];
  for (std::size_t i = 0; i < fork.branches.size(); ++i) {
    if (frame.outputs[i] || under_way[i]) continue;
    return enter_task(turn, *task.frame, turn.program().nodes[fork.branches[i]]);
  }
  turn.break_off({Errc::internal, "the fork " + task.ref.task + " has no branch to start"});
}

void leave_fork(Turn& turn, const Task& task) {
  JsonArray outputs;
  for (const SharedJson& output : turn.frames()[*task.frame].outputs) outputs.push_back(*output);
  auto kept = keep_computed(std::move(outputs));
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
