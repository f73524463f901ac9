#include "workflow/definition/authentication.hpp"

#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/members.hpp"

namespace runledger::definition {
namespace {

std::string secret_expression(std::string_view name) {
  std::string key;
  write_json_string(name, key);
  return "${ $secrets[" + key + "] }";
}

// The configuration of one scheme out of its own members.
Json resolve_scheme(Compilation& c, const Place& place, std::span<const std::string_view> names) {
  Members members(place, c.diagnostics, "an authentication");
  JsonObject result;
  for (const auto name : names) {
    if (const auto value = members.require_text(name)) result[name] = boost::json::string(*value);
  }
  members.refuse_unknown();
  // Finds what is wrong with the expressions here, where they stand.
  compile_template(c, place, SecretUse::allowed);
  return result;
}

Json resolve_basic(Compilation& c, const Place& place) {
  static constexpr std::string_view kNames[] = {"username", "password"};
  if (!place.is_object() || !place.value->get_object().contains("use"))
    return resolve_scheme(c, place, kNames);
  c.diagnostics.error_at_key(pointer_join(place.pointer, "use"),
                             "`basic` with `use` is not supported yet, because a secret is one text; write "
                             "`username` and `password`, such as '${ $secrets.password }'");
  return nullptr;
}

// `use` names a secret, which is the token.
Json resolve_bearer(Compilation& c, const Place& place) {
  static constexpr std::string_view kNames[] = {"token"};
  if (!place.is_object() || !place.value->get_object().contains("use"))
    return resolve_scheme(c, place, kNames);
  Members members(place, c.diagnostics, "an authentication");
  JsonObject result;
  if (const auto secret = members.text("use")) {
    c.use.secrets.use(*secret, pointer_join(place.pointer, "use"), c.diagnostics);
    result["token"] = boost::json::string(secret_expression(*secret));
  }
  members.refuse_unknown();
  return result;
}

}  // namespace

Json resolve_authentication_policy(Compilation& c, const Place& place) {
  Members members(place, c.diagnostics, "an authentication");
  if (!members.is_object()) return nullptr;
  bool later = false;
  for (const auto* scheme : {"digest", "oauth2", "oidc"}) {
    later = later || members.has(scheme);
    members.unsupported(scheme);
  }
  const auto basic = members.get("basic");
  const auto bearer = members.get("bearer");
  members.refuse_unknown();
  if (later) return nullptr;
  if (basic.has_value() == bearer.has_value()) {
    c.diagnostics.error(place.pointer, "an authentication is one of `basic`, `bearer`, or `use` with a name");
    return nullptr;
  }
  JsonObject result;
  if (basic) {
    result["basic"] = resolve_basic(c, *basic);
  } else {
    result["bearer"] = resolve_bearer(c, *bearer);
  }
  return result;
}

Json resolve_authentication(Compilation& c, const Place& place) {
  if (!place.is_object() || !place.value->get_object().contains("use")) {
    return resolve_authentication_policy(c, place);
  }
  Members members(place, c.diagnostics, "an authentication");
  const auto name = members.text("use");
  members.refuse_unknown();
  if (!name) return nullptr;
  const auto* named = c.use.authentications.use(*name, pointer_join(place.pointer, "use"), c.diagnostics);
  return named == nullptr ? Json(nullptr) : resolve_authentication_policy(c, *named);
}

}  // namespace runledger::definition
