#pragma once

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/place.hpp"

namespace runledger::definition {

// An authentication policy, inline or `use: <name of one in use.authentications>`, as the arguments of a call
// carry it: {"basic": {"username", "password"}}, {"digest": the same}, {"bearer": {"token"}}, {"oauth2": see
// authentication_oauth2.hpp} or {"oidc": the same}; strings may hold `${ }`. null after an error.
Json resolve_authentication(Compilation& c, const Place& place);
// The policy itself, an entry of use.authentications.
Json resolve_authentication_policy(Compilation& c, const Place& place);

}  // namespace runledger::definition
