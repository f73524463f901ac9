#pragma once

#include <string_view>

#include "workflow/definition/compile_task.hpp"

namespace runledger::definition {

struct TaskKindEntry {
  std::string_view word;  // the member that makes a task one of this kind
  TaskKind (*compile)(Compilation&, Members&, const TaskSite&);
};

// The kind of the task, an object. Refuses by name what is not supported, and tasks of no kind or of two:
// then nullptr.
const TaskKindEntry* find_task_kind(Compilation& c, const Place& task);

}  // namespace runledger::definition
