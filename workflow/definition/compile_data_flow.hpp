#pragma once

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/members.hpp"

namespace runledger::definition {

// `input`, `output` and, for a task, `export` of a task or of the workflow.
DataFlow compile_data_flow(Compilation& c, Members& owner, bool has_export);

}  // namespace runledger::definition
