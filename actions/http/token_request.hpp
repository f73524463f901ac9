#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "actions/call/redactor.hpp"
#include "actions/network/url.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::actions {

// A request for an access token (RFC 6749 §4.3, §4.4), ready to be sent by POST.
struct TokenRequest {
  Url url;                 // the token endpoint; with `discovery`, the document that names it
  bool discovery = false;  // OpenID Connect Discovery 1.0 §4
  std::string content_type;
  std::string authorization;  // value of the header, or empty
  std::string body;

  // Equal for equal requests; tells nothing of the secrets inside.
  std::string key() const;
};

// Reads `authentication.oauth2` as the definition reader makes it: {"authority", "endpoints"?: {"token"},
// "grant", "client"?: {"id", "secret", "authentication"}, "request"?: {"encoding"}, "scopes"?, "audiences"?,
// "username"?, "password"?}. Its secrets are added to `redactor`.
// With TokenAuthority::openid the same of `authentication.oidc`: the endpoint is to be discovered.
// Errors: invalid_input naming the member.
enum class TokenAuthority { oauth2, openid };
Result<TokenRequest> read_token_request(const JsonObject& oauth2, TokenAuthority authority,
                                        Redactor& redactor);

}  // namespace runledger::actions
