#include "admin/acts/credentials.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace runledger::admin {
namespace {

// Most significant bits first; the last character is filled up with zero bits.
std::string encode_bits(std::span<const std::uint8_t> bytes, std::string_view alphabet,
                        unsigned bits_per_character) {
  std::string out;
  std::uint32_t held = 0;
  unsigned held_bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = held << 8 | byte;
    held_bits += 8;
    while (held_bits >= bits_per_character) {
      held_bits -= bits_per_character;
      out.push_back(alphabet[held >> held_bits]);
      held &= (1U << held_bits) - 1;
    }
  }
  if (held_bits > 0) out.push_back(alphabet[held << (bits_per_character - held_bits)]);
  return out;
}

template <std::size_t N>
std::string random_text(Random& random, std::string_view alphabet, unsigned bits_per_character) {
  std::array<std::uint8_t, N> bytes{};
  random.fill(bytes);
  return encode_bits(bytes, alphabet, bits_per_character);
}

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";

}  // namespace

std::string make_api_key(Random& random) {
  return "rl_" + random_text<32>(random, kBase64Url, 6);
}

std::string key_prefix(const std::string& key) {
  return key.substr(0, 9);
}

std::string make_webhook_id(Random& random) {
  return random_text<16>(random, kBase32, 5);
}

}  // namespace runledger::admin
