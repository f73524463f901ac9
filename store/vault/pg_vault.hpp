#pragma once

#include <memory>
#include <string>

#include "store/vault/cipher.hpp"
#include "workflow/ports/vault.hpp"

namespace runledger::store {

// The vault in the table `vault`: reads it, and seals what the journal writes there. A value that was read is
// remembered, in clear, for one second, or until it is to be forgotten: so long may a change by another
// process stay unseen. `random` must outlive it.
std::unique_ptr<Vault> make_vault(const std::string& database_url, const Cipher& cipher, Random& random);

}  // namespace runledger::store
