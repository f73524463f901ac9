#pragma once

#include <optional>
#include <string>

#include "admin/context.hpp"

namespace runledger::admin {

// The same run goes on from its failed task. Blocks. Errors: not_found, conflict (it has not failed),
// unavailable.
Result<RunView> retry_run(Context& context, RunId run, const std::string& reason, const Actor& actor);

// The run stops for good, and the runs that it waits for. Blocks. Errors: not_found, conflict (it has ended),
// unavailable.
Result<RunView> cancel_run(Context& context, RunId run, const std::string& reason, const Actor& actor);

enum class RerunVersion { current, same };

// A new run from the same payload, on the workflow's current version or on the one of the first run. Blocks.
// Gives the new run. Errors: not_found, conflict (the workflow is disabled), unavailable, overloaded.
Result<Started> rerun(Context& context, RunId run, RerunVersion version, const std::string& reason,
                      const Actor& actor);

}  // namespace runledger::admin
