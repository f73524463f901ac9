#include "actions/services/hmac.hpp"

#include "workflow/base/sha256.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kBlockBytes = 64;

std::string digest(std::string_view text) {
  const Sha256Digest bytes = sha256(text);
  return std::string(bytes.begin(), bytes.end());
}

std::string mixed(std::string key, unsigned char with) {
  key.resize(kBlockBytes, '\0');
  for (char& c : key) c = static_cast<char>(static_cast<unsigned char>(c) ^ with);
  return key;
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view text) {
  const std::string own = key.size() > kBlockBytes ? digest(key) : std::string(key);
  return digest(mixed(own, 0x5c) + digest(mixed(own, 0x36) + std::string(text)));
}

}  // namespace runledger::actions
