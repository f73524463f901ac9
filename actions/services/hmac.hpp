#pragma once

#include <string>
#include <string_view>

namespace runledger::actions {

// HMAC with SHA-256 (RFC 2104): the 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

}  // namespace runledger::actions
