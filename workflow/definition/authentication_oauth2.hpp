#pragma once

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/place.hpp"

namespace runledger::definition {

// The value of `oauth2` in an authentication, checked and as it was written: {"authority", "endpoints"?:
// {"token"}, "grant", "client"?: {"id", "secret"?, "authentication"?}, "request"?: {"encoding"}, "scopes"?,
// "audiences"?, "username"?, "password"?}; strings may hold `${ }`. null when it is no object.
Json resolve_oauth2(Compilation& c, const Place& place);

}  // namespace runledger::definition
