#pragma once

#include <optional>

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/members.hpp"
#include "workflow/definition/place.hpp"

namespace runledger::definition {

// {days, hours, minutes, seconds, milliseconds}, an ISO 8601 text, or an expression that gives one of them.
Duration compile_duration(Compilation& c, const Place& place);
// The same where the length must be known at upload.
std::optional<Milliseconds> compile_fixed_duration(Compilation& c, const Place& place);
// `timeout: {after: ...}` or the name of one in use.timeouts; nullopt when absent.
std::optional<Duration> compile_timeout(Compilation& c, Members& owner);
// An entry of use.timeouts.
Duration compile_timeout_policy(Compilation& c, const Place& place);

}  // namespace runledger::definition
