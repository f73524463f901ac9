#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace runledger::ledger {

// A SHA-256 digest (FIPS 180-4).
using Hash = std::array<std::uint8_t, 32>;

// All functions here are thread-safe, and abort with a message when OpenSSL itself fails (no SHA-256 in the
// loaded providers, no memory): nothing that the ledger says could be trusted after that.
// Text and bytes are both given as string_view; every byte counts, NUL too.

// The digest of the parts put end to end. Parts spare the callers a copy to prefix a byte.
Hash sha256(std::initializer_list<std::string_view> parts);
inline Hash sha256(std::string_view bytes) {
  return sha256({bytes});
}

// HMAC-SHA256 (RFC 2104) of `bytes` under `key`. The key must not be empty.
Hash hmac_sha256(std::span<const std::uint8_t> key, std::string_view bytes);

// 64 lower-case hexadecimal digits.
std::string hex(const Hash& hash);
void append_hex(const Hash& hash, std::string& out);

// The digest's bytes seen as a string_view, valid as long as `hash` is.
inline std::string_view as_bytes(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace runledger::ledger
