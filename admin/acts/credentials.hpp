#pragma once

#include <string>

#include "workflow/ports/clock.hpp"

namespace runledger::admin {

// An API key: "rl_" and 43 characters of base64url: 256 random bits. Shown once; only its hash is kept.
std::string make_api_key(Random& random);
// The part of a key that may be shown later, for recognition.
std::string key_prefix(const std::string& key);
// 26 characters of lower-case base32: 128 random bits.
std::string make_webhook_id(Random& random);

}  // namespace runledger::admin
