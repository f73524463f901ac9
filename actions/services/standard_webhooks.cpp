#include "actions/services/standard_webhooks.hpp"

#include "actions/call/encodings.hpp"
#include "actions/services/hmac.hpp"

namespace runledger::actions {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kLeastKeyBytes = 24;
constexpr std::size_t kMostKeyBytes = 64;

}  // namespace

Result<std::string> signing_key(std::string_view secret) {
  if (secret.starts_with(kPrefix)) {
    Result<std::string> key = from_base64(secret.substr(kPrefix.size()));
    if (key && key->size() >= kLeastKeyBytes && key->size() <= kMostKeyBytes) return key;
  }
  return Error{Errc::invalid_input,
               "the webhook's secret must be `whsec_` and the base64 of 24 to 64 bytes (Standard Webhooks)"};
}

std::string webhook_signature(std::string_view key, std::string_view id, std::int64_t timestamp,
                              std::string_view body) {
  std::string text(id);
  text += '.' + std::to_string(timestamp) + '.';
  text += body;
  return "v1," + to_base64(hmac_sha256(key, text));
}

std::string webhook_id(std::string_view idempotency_key) {
  std::string id;
  for (const char c : idempotency_key) {
    if (c > 0x20 && c < 0x7f && c != '.') {
      id += c;
    } else {
      id += '%';
      append_hex(c, id);
    }
  }
  return id;
}

}  // namespace runledger::actions
