#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "workflow/base/result.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/vault_change.hpp"

namespace runledger::store {

// AES-256-GCM (NIST SP 800-38D) under one master key. The label of a value is authenticated with it, so that
// a value cannot be passed off as another one. Nothing of a value ever stands in an error. Thread-safe.
class Cipher {
 public:
  // Errors: invalid_input when the key has not 32 bytes.
  static Result<Cipher> make(std::string_view master_key);
  ~Cipher();  // wipes the key
  Cipher(const Cipher&) = default;
  Cipher& operator=(const Cipher&) = default;

  // Names the key without telling anything of it: 16 hex digits of a hash.
  const std::string& key_id() const { return key_id_; }
  // Errors: limit_exceeded (more than 1 MiB), internal (OpenSSL fails).
  Result<SealedValue> seal(std::string_view label, std::string_view value, Random& random) const;
  // Errors: internal: sealed under another master key, or damaged.
  Result<std::string> open(std::string_view label, const SealedValue& sealed) const;

 private:
  Cipher() = default;

  std::array<std::uint8_t, 32> key_{};
  std::string key_id_;
};

}  // namespace runledger::store
