#pragma once

#include <functional>

#include "actions/action_runner.hpp"
#include "actions/call/call.hpp"

namespace runledger::actions {

// `call: log`, {"message","level"?}: hands the line to `sink` (when there is one); the result is {}.
// Errors: why it could not be prepared; it is then not settled.
Result<Done> perform_log(const CallPtr& call, Vault& vault, const std::function<void(const LogLine&)>& sink);

}  // namespace runledger::actions
