#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace runledger {

// Two lower-case hex characters a byte (RFC 4648 §8, in lower case).
std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace runledger
