#pragma once

#include <string>

#include "admin/context.hpp"

namespace runledger::admin {

// Saves or replaces a secret that definitions name in use.secrets; the value goes to the vault, the fact into
// the log. Blocks. Errors: unavailable, overloaded.
Result<Done> save_secret(Context& context, const SecretName& name, const std::string& value,
                         const Actor& actor);
// Errors: not_found, and as above.
Result<Done> delete_secret(Context& context, const SecretName& name, const Actor& actor);

}  // namespace runledger::admin
