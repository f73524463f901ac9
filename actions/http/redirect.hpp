#pragma once

#include <string_view>

#include "actions/http/http_request.hpp"

namespace runledger::actions {

// 301, 302, 303, 307, 308: the answer is somewhere else.
bool is_redirect(long status);

// The request that follows a redirect (RFC 9110 §15.4): 303, and 301 or 302 after POST, become GET without
// body. At another origin only headers that say nothing about who asks are kept.
// Errors: invalid_input when the location is no web URL, when the request holds a connection's credentials
// and the location is elsewhere, or when its body holds a secret and would go elsewhere.
Result<HttpRequest> redirected(const HttpRequest& request, long status, std::string_view location,
                               const Redactor& redactor);

}  // namespace runledger::actions
