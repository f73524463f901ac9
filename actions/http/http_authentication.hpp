#pragma once

#include <boost/json/object.hpp>

#include "actions/call/redactor.hpp"
#include "actions/http/http_request.hpp"

namespace runledger::actions {

// Each makes the request say who asks; what that shows is added to `redactor`. Errors: invalid_input naming
// the member.

// {"username","password"} in a header (RFC 7617).
Result<Done> set_basic(const JsonObject& basic, HttpHeaders& headers, Redactor& redactor);
// {"token"} in a header (RFC 6750 §2.1).
Result<Done> set_bearer(const JsonObject& bearer, HttpHeaders& headers, Redactor& redactor);
// The `authentication` among a call's arguments, if any: one of {"basic"}, {"digest"}, {"bearer"},
// {"oauth2"},
// {"oidc"}, the form that the definition reader makes.
Result<Done> set_authentication(const JsonObject& arguments, HttpRequest& request, Redactor& redactor);

}  // namespace runledger::actions
