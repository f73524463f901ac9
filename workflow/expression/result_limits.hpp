#pragma once

#include <optional>
#include <string>

#include "workflow/base/json.hpp"
#include "workflow/expression/variables.hpp"

namespace runledger::expression {

// Why `value` may not be a result: larger than `limits.max_result_bytes` or nested deeper than JsonLimits
// allows, so that it could not be read back from an event. nullopt when it may.
std::optional<std::string> beyond_limits(const Json& value, const Limits& limits);

}  // namespace runledger::expression
