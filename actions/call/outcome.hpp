#pragma once

#include <string>

#include "workflow/run/commands.hpp"

namespace runledger::actions {

// A failed outcome; `type` is one of run::error_type. The detail is cut to a bounded length.
run::ActionOutcome failed(const char* type, int status, std::string title, std::string detail,
                          SharedJson response = nullptr);
// What a refusal before the effect was begun means to the run: invalid_input and not_found are the
// definition's or the connection's configuration, the rest is the engine's state.
run::ActionOutcome failed(const Error& error);
run::ActionOutcome succeeded(Json result);

}  // namespace runledger::actions
