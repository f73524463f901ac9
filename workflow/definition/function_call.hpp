#pragma once

#include "workflow/definition/compile_task.hpp"

namespace runledger::definition {

// A call of a function of use.functions: makes a copy of the function's task, a child of the calling node,
// named "<pointer of the caller>/call/<function>". Refuses recursion and copies that grow too large.
TaskKind compile_function_call(Compilation& c, const Place& call, Members& task, const TaskSite& site);

// Checks a function that no task calls, by compiling a copy that is thrown away.
void check_function(Compilation& c, std::string_view name, const Place& function);

}  // namespace runledger::definition
