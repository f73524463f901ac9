#include "actions/http/http_authentication.hpp"

#include <boost/json/value.hpp>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

constexpr std::pair<const char*, TokenAuthority> kTokenAuthorities[] = {{"oauth2", TokenAuthority::oauth2},
                                                                        {"oidc", TokenAuthority::openid}};

// The password is known to the redactor from then on.
Result<UserCredentials> read_user(const JsonObject& object, Redactor& redactor) {
  const Result<std::string> user = required_text(object, "username");
  if (!user) return user.error();
  const Result<std::string> password = required_text(object, "password");
  if (!password) return password.error();
  redactor.add(*password);
  return UserCredentials{*user, *password};
}

Result<Done> set_digest(const JsonObject& digest, HttpRequest& request, Redactor& redactor) {
  Result<UserCredentials> user = read_user(digest, redactor);
  if (!user) return std::move(user).error();
  request.digest = *std::move(user);
  return Done{};
}

}  // namespace

Result<Done> set_basic(const JsonObject& basic, HttpHeaders& headers, Redactor& redactor) {
  const Result<UserCredentials> user = read_user(basic, redactor);
  if (!user) return user.error();
  const std::string pair = user->username + ":" + user->password;
  redactor.add(pair);
  return headers.set("Authorization", "Basic " + to_base64(pair));
}

Result<Done> set_bearer(const JsonObject& bearer, HttpHeaders& headers, Redactor& redactor) {
  const Result<std::string> token = required_text(bearer, "token");
  if (!token) return token.error();
  redactor.add(*token);
  return headers.set("Authorization", "Bearer " + *token);
}

Result<Done> set_authentication(const JsonObject& arguments, HttpRequest& request, Redactor& redactor) {
  const Result<const JsonObject*> authentication = optional_object(arguments, "authentication");
  if (!authentication) return authentication.error();
  if (*authentication == nullptr) return Done{};
  const Result<const JsonObject*> basic = optional_object(**authentication, "basic");
  if (!basic) return basic.error();
  if (*basic != nullptr) return set_basic(**basic, request.headers, redactor);
  const Result<const JsonObject*> digest = optional_object(**authentication, "digest");
  if (!digest) return digest.error();
  if (*digest != nullptr) return set_digest(**digest, request, redactor);
  const Result<const JsonObject*> bearer = optional_object(**authentication, "bearer");
  if (!bearer) return bearer.error();
  if (*bearer != nullptr) return set_bearer(**bearer, request.headers, redactor);
  for (const auto& [name, authority] : kTokenAuthorities) {
    const Result<const JsonObject*> settings = optional_object(**authentication, name);
    if (!settings) return settings.error();
    if (*settings == nullptr) continue;
    Result<TokenRequest> token = read_token_request(**settings, authority, redactor);
    if (!token) return std::move(token).error();
    request.token = *std::move(token);
    return Done{};
  }
  return Error{Errc::invalid_input, "`authentication` must be basic, digest, bearer, oauth2 or oidc"};
}

}  // namespace runledger::actions
