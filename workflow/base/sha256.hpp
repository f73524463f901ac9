#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace runledger {

using Sha256Digest = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4 §6.2) for all rooms but ledger: the core links no cryptographic library. For names of
// content (a definition's hash, a delivery's body) and for looking up random keys by their hash. Its time
// depends on the length alone. The event log's hashes have ledger's own, on OpenSSL.
Sha256Digest sha256(std::string_view data);

// The digest as 64 lower-case hex characters.
std::string sha256_hex(std::string_view data);

}  // namespace runledger
