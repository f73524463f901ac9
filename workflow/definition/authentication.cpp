#include "workflow/definition/authentication.hpp"

#include "workflow/definition/authentication_oauth2.hpp"
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

// Of `basic` and `digest`, which hold the same.
Json resolve_user(Compilation& c, std::string_view scheme, const Place& place) {
  static constexpr std::string_view kNames[] = {"username", "password"};
  if (!place.is_object() || !place.value->get_object().contains("use"))
    return resolve_scheme(c, place, kNames);
  c.diagnostics.error_at_key(pointer_join(place.pointer, "use"),
                             in_quotes(scheme) +
                                 " with `use` is not supported yet, because a secret is one text; write "
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
  const auto basic = members.get("basic");
  const auto bearer = members.get("bearer");
  const auto digest = members.get("digest");
  const auto oauth2 = members.get("oauth2");
  const auto oidc = members.get("oidc");
  members.refuse_unknown();
  if (basic.has_value() + bearer.has_value() + digest.has_value() + oauth2.has_value() + oidc.has_value() !=
      1) {
    c.diagnostics.error(
        place.pointer,
        "an authentication is one of `basic`, `bearer`, `digest`, `oauth2`, `oidc`, or `use` with a name");
    return nullptr;
  }
  JsonObject result;
  if (basic) {
    result["basic"] = resolve_user(c, "basic", *basic);
  } else if (digest) {
    result["digest"] = resolve_user(c, "digest", *digest);
  } else if (oauth2) {
    result["oauth2"] = resolve_oauth2(c, "oauth2", *oauth2);
  } else if (oidc) {
    result["oidc"] = resolve_oauth2(c, "oidc", *oidc);
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
