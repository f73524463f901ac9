#pragma once

#include <string>

#include "workflow/run/decide/scope.hpp"

// The stages that data passes on its way into and out of a task or the workflow. Errors become errors of the
// run through as_run_error(). Source: Open Workflow DSL 1.0.3, "Data Flow".
namespace runledger::run {

// input.schema against the raw input, then input.from. The same pointer when nothing transforms it.
Result<SharedJson> take_in(const definition::DataFlow& flow, const Scope& scope, const SharedJson& raw_input);
// output.as, then output.schema against its result.
Result<SharedJson> give_out(const definition::DataFlow& flow, const Scope& scope,
                            const SharedJson& raw_output);
// export.as over the transformed output, then export.schema against the new context. A null pointer when
// there is no export.as.
Result<SharedJson> export_context(const definition::DataFlow& flow, const Scope& scope,
                                  const SharedJson& output);

// A broken schema (invalid_input) is a validation error of the run, everything else an expression error.
RunError as_run_error(const Error& error, std::string instance);

}  // namespace runledger::run
