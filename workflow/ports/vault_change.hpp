#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workflow/base/id.hpp"

namespace runledger {

// An encrypted value, as it is kept.
struct SealedValue {
  std::string key_id;      // which master key sealed it
  std::string nonce;       // 12 bytes, fresh for each sealing
  std::string ciphertext;  // as long as the value, and the 16-byte tag at its end
};

enum class VaultKind { connection, secret };

// As it stands in the database, in errors, and in what is authenticated with a value.
constexpr std::string_view text_of(VaultKind kind) {
  return kind == VaultKind::connection ? "connection" : "secret";
}

// What becomes of one value in the vault. Travels with the event that says so, in one AppendGroup. Holds
// nothing in clear.
struct VaultChange {
  VaultKind kind;
  std::string name;
  std::optional<SealedValue> value;  // nullopt: erased, if it is there
};

inline VaultChange erased(const ConnectionName& name) {
  return {VaultKind::connection, name.value, std::nullopt};
}
inline VaultChange erased(const SecretName& name) {
  return {VaultKind::secret, name.value, std::nullopt};
}

}  // namespace runledger
