#pragma once

#include <string_view>
#include <vector>

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/members.hpp"
#include "workflow/definition/place.hpp"

// One function a task kind; task_kinds.cpp picks it. Each reads only the members of its own kind.
namespace runledger::definition {

// The tasks of one list, which may name each other in `then`.
struct Siblings {
  std::vector<std::string_view> names;
  std::vector<NodeIndex> nodes;  // in the same order
};

// Where the task being compiled stands.
struct TaskSite {
  NodeIndex self = 0;
  const Siblings& siblings;
};

// `do: [{name: task}, ...]` and its like: makes the nodes, children of `parent`. Refuses items with other
// than one name, names that are taken or reserved, and more than kMostNodes nodes in all.
std::vector<NodeIndex> compile_task_list(Compilation& c, const Place& list, NodeIndex parent);
// The same for tasks that run side by side, so that none can name another in `then`.
std::vector<NodeIndex> compile_branches(Compilation& c, const Place& list, NodeIndex parent);
// Makes one node out of a task. `self` is a node that was reserved for it.
void compile_task(Compilation& c, const Place& task, std::string_view name, const TaskSite& site);
// Makes room for a node; nullopt, with an error, when there are too many.
std::optional<NodeIndex> reserve_node(Compilation& c);

// `continue`, `exit`, `end` or the name of a sibling.
Then compile_then(Compilation& c, const Place& place, const TaskSite& site);
// An inline error or the name of one in use.errors.
ErrorTemplate compile_error(Compilation& c, const Place& place);
ErrorTemplate compile_error_policy(Compilation& c, const Place& place);
// An inline retry policy or the name of one in use.retries.
RetryPolicy compile_retry(Compilation& c, const Place& place);
RetryPolicy compile_retry_policy(Compilation& c, const Place& place);

TaskKind compile_do(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_for(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_fork(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_set(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_switch(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_wait(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_raise(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_try(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_call(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_run(Compilation& c, Members& task, const TaskSite& site);
TaskKind compile_emit(Compilation& c, Members& task, const TaskSite& site);

}  // namespace runledger::definition
