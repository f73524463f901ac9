#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "actions/email/message.hpp"

namespace runledger::actions {

// Writes the message as a file of its own below `root`, in the folder that the connection's settings name
// ({"directory"}), which is made when it is missing. A file appears whole or not at all; names sort by time.
// Errors: invalid_input (no directory, or one outside of `root`, or no `root`: not in development mode),
// unavailable (the disk).
Result<Done> write_to_outbox(const JsonObject& settings, const std::string& root,
                             const EmailMessage& message);

}  // namespace runledger::actions
