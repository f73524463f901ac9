#pragma once

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/place.hpp"

namespace runledger::definition {

// The value of `oauth2` or `oidc`, which is `scheme`, in an authentication, checked and as it was written:
// {"authority", "endpoints"?:
// {"token"}, "grant", "client"?: {"id", "secret"?, "authentication"?}, "request"?: {"encoding"}, "scopes"?,
// "audiences"?, "username"?, "password"?}; strings may hold `${ }`. null when it is no object.
// With `oidc`, there are no `endpoints`: the authority says where they are.
Json resolve_oauth2(Compilation& c, std::string_view scheme, const Place& place);

}  // namespace runledger::definition
