#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace runledger {

using Sha256Digest = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4 §6.2), for names of content (a definition's hash, a delivery's body) and for looking up
// random keys by their hash. Its time depends on the length alone. The event log's hashes are ledger's.
// Thread-safe.
Sha256Digest sha256(std::string_view data);

// The digest as 64 lower-case hex characters.
std::string sha256_hex(std::string_view data);

}  // namespace runledger
