#pragma once

#include "workflow/base/json.hpp"
#include "workflow/base/time.hpp"

namespace runledger::run {

// The length of time that an expression gave: an ISO 8601 text, or an object of days, hours, minutes,
// seconds, milliseconds (numbers, not negative). Errors: expression_failed. Source: Open Workflow DSL 1.0.3,
// "Duration".
Result<Milliseconds> duration_of(const Json& value);

}  // namespace runledger::run
