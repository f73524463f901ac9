#pragma once

#include <vector>

#include "admin/context.hpp"
#include "workflow/definition/diagnostics.hpp"
#include "workflow/definition/program.hpp"

namespace runledger::admin {

// A warning for each workflow or version that the definition runs and that is not there, or disabled: it may
// be uploaded later, so it is no error. Blocks.
std::vector<definition::Diagnostic> warnings_of_runs(Context& context, const definition::Program& program);

}  // namespace runledger::admin
