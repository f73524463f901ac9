#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger::actions {

// The key's bytes of a secret "whsec_<base64>" (Standard Webhooks 1.0, "Signature scheme"), 24 to 64 of them.
// Errors: invalid_input, which does not repeat the secret.
Result<std::string> signing_key(std::string_view secret);

// The `webhook-signature`, "v1,<base64>", of `{id}.{timestamp}.{body}`.
std::string webhook_signature(std::string_view key, std::string_view id, std::int64_t timestamp,
                              std::string_view body);

// The idempotency key as a `webhook-id`: visible ASCII without dots, which part the signed text.
std::string webhook_id(std::string_view idempotency_key);

}  // namespace runledger::actions
