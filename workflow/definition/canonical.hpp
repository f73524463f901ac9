#pragma once

#include <string>

#include "workflow/base/json.hpp"

namespace runledger::definition {

// One text for all definitions that mean the same: no spaces, members sorted by the bytes of their names, a
// whole number written as an integer whether it was read as 1, 1.0 or 1e0 (within 2^53). In the spirit of
// RFC 8785, but integers beyond 2^53 stay exact, and names are sorted by UTF-8 instead of UTF-16.
std::string canonical_json(const Json& value);

}  // namespace runledger::definition
