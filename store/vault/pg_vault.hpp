#pragma once

#include <memory>
#include <string>

#include "store/vault/cipher.hpp"
#include "workflow/ports/vault.hpp"

namespace runledger::store {

// The vault in the table `vault`. A value that was read is remembered, in clear, for one second: so long may
// a change by another process stay unseen. `random` must outlive it.
std::unique_ptr<Vault> make_vault(const std::string& database_url, const Cipher& cipher, Random& random);

}  // namespace runledger::store
