#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace runledger {

using Sha256Digest = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4 §6.2) for the pure core, which links no cryptographic library. For names of content
// only (a definition's hash): the event log's hashes and every comparison with a secret use OpenSSL.
Sha256Digest sha256(std::string_view data);

// The digest as 64 lower-case hex characters.
std::string sha256_hex(std::string_view data);

}  // namespace runledger
