#pragma once

#include <string>

#include "admin/context.hpp"

namespace runledger::admin {

// Saves or replaces a secret that definitions name in use.secrets: the value in the vault and the fact in the
// log, in one transaction. Blocks. Errors: as append_and_wait; the old value then stays, or,
// after outcome_unknown, may.
Result<Done> save_secret(Context& context, const SecretName& name, const std::string& value,
                         const Actor& actor);
// Without `force`, not while an enabled workflow's current version uses it (in_use.hpp). Errors: not_found,
// conflict naming those workflows, and as above.
Result<Done> delete_secret(Context& context, const SecretName& name, bool force, const Actor& actor);

}  // namespace runledger::admin
