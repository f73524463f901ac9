#pragma once

#include <string_view>

#include "http/fields.hpp"
#include "workflow/base/result.hpp"

namespace runledger::http {

// The token of `Authorization: Bearer <token>` (RFC 6750 §2.1): exactly one such header, the scheme in any
// case, one blank, then 1 to 512 characters of b64token and nothing more. The view lives as long as
// `headers`. Errors: unauthorized.
Result<std::string_view> bearer_token(const Headers& headers);

// Compares without leaking by its timing where the texts differ (their lengths may leak).
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace runledger::http
