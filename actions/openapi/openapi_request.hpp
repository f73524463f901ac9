#pragma once

#include <boost/json/object.hpp>

#include "actions/network/url.hpp"
#include "actions/openapi/operation.hpp"

namespace runledger::actions {

// The arguments of the HTTP call that an operation is: from those of `call: openapi`, whose `parameters` are
// placed as the document says. `body` among them is the request's body unless a parameter is called so;
// without it, parameters that the operation does not know are the members of its body. `at` is where the
// document came from. Errors: invalid_input: a required parameter is missing, one is unknown, the body's type
// is not supported, or an authentication would go to plain http though the document came by https.
Result<JsonObject> openapi_request(const Operation& operation, const JsonObject& arguments, const Url& at);

}  // namespace runledger::actions
