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

// The configuration of one scheme: its own members, or `use` with the name of a secret that holds them.
Json resolve_scheme(Compilation& c, const Place& place, std::span<const std::string_view> names,
                    std::string_view whole) {
  Members members(place, c.diagnostics, "an authentication");
  JsonObject result;
  if (const auto secret = members.text("use")) {
    const auto reference = *members.get("use");
    if (c.use.secrets.use(*secret, reference.pointer, c.diagnostics) != nullptr) {
      result[whole] = boost::json::string(secret_expression(*secret));
    }
  } else if (!members.has("use")) {
    for (const auto name : names) {
      if (const auto value = members.require_text(name)) result[name] = boost::json::string(*value);
    }
    // Finds what is wrong with the expressions here, where they stand.
    compile_template(c, place, SecretUse::allowed);
  }
  members.refuse_unknown();
  return result;
}

}  // namespace

Json resolve_authentication_policy(Compilation& c, const Place& place) {
  static constexpr std::string_view kBasic[] = {"username", "password"};
  static constexpr std::string_view kBearer[] = {"token"};
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
    result["basic"] = resolve_scheme(c, *basic, kBasic, "credentials");
  } else {
    result["bearer"] = resolve_scheme(c, *bearer, kBearer, "token");
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
