#include "workflow/definition/authentication_oauth2.hpp"

#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/members.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

using expression::has_expression;

// Where the client's secrets go: decided by the definition's author, never by a payload.
void check_fixed(Compilation& c, const Place& place, std::string_view name, std::string_view starts,
                 std::string_view otherwise) {
  const auto text = place.text();
  if (has_expression(text)) {
    c.diagnostics.error(place.pointer, in_quotes(name) +
                                           " must be fixed text, not an expression: a payload may not "
                                           "choose where credentials go");
  } else if (!text.starts_with(starts) && !(otherwise.size() > 0 && text.starts_with(otherwise))) {
    c.diagnostics.error(place.pointer, in_quotes(name) + " must start with " + std::string(starts) +
                                           (otherwise.empty() ? "" : " or " + std::string(otherwise)));
  }
}

void check_authority(Compilation& c, Members& members) {
  const auto authority = members.require("authority");
  if (!authority) return;
  if (authority->is_string()) {
    check_fixed(c, *authority, "authority", "https://", "http://");
  } else {
    c.diagnostics.error(authority->pointer, "`authority` must be a string");
  }
}

void check_endpoints(Compilation& c, Members& members) {
  const auto endpoints = members.object("endpoints");
  if (!endpoints) return;
  Members paths(*endpoints, c.diagnostics, "`endpoints`");
  paths.known("revocation");
  paths.known("introspection");
  const auto token = paths.get("token");
  if (token && token->is_string()) {
    check_fixed(c, *token, "token", "/", "");
  } else if (token) {
    c.diagnostics.error(token->pointer, "`token` must be a string");
  }
  paths.refuse_unknown();
}

// A word of the language: one of `done`, or refused by name when it is one of `later`.
std::optional<std::string> known_word(Compilation& c, Members& members, std::string_view name,
                                      std::span<const std::string_view> done,
                                      std::span<const std::string_view> later) {
  const auto place = members.get(name);
  if (place && place->is_string()) {
    for (const auto word : later) {
      if (place->text() != word) continue;
      c.diagnostics.error(place->pointer, in_quotes(name) + ": " + in_quotes(word) + " is not supported yet");
      return std::nullopt;
    }
  }
  return members.word(name, done);
}

std::optional<std::string> check_grant(Compilation& c, Members& members) {
  static constexpr std::string_view kDone[] = {"client_credentials", "password"};
  static constexpr std::string_view kLater[] = {"authorization_code", "refresh_token",
                                                "urn:ietf:params:oauth:grant-type:token-exchange"};
  if (!members.require("grant")) return std::nullopt;
  const auto grant = known_word(c, members, "grant", kDone, kLater);
  if (grant != "password") {
    members.known("username");
    members.known("password");
    return grant;
  }
  members.require_text("username");
  members.require_text("password");
  return grant;
}

void check_client(Compilation& c, Members& members, bool required) {
  static constexpr std::string_view kDone[] = {"client_secret_post", "client_secret_basic", "none"};
  static constexpr std::string_view kLater[] = {"client_secret_jwt", "private_key_jwt"};
  if (required && !members.require("client")) return;
  const auto place = members.object("client");
  if (!place) return;
  Members client(*place, c.diagnostics, "`client`");
  client.require_text("id");
  const bool has_secret = client.text("secret").has_value();
  const bool has_way = client.has("authentication");
  const auto way = known_word(c, client, "authentication", kDone, kLater);
  client.unsupported("assertion");
  client.refuse_unknown();
  if (!has_secret && (has_way ? way && *way != "none" : required)) {
    c.diagnostics.error_at_key(place->pointer, "`client` needs `secret`");
  }
}

void check_texts(Compilation& c, Members& members, std::string_view name) {
  const auto list = members.list(name);
  if (!list) return;
  for (std::size_t i = 0; i < list->value->get_array().size(); ++i) {
    const auto item = list->element(i);
    if (!item.is_string()) c.diagnostics.error(item.pointer, in_quotes(name) + " is a list of strings");
  }
}

}  // namespace

Json resolve_oauth2(Compilation& c, std::string_view scheme, const Place& place) {
  static constexpr std::string_view kEncodings[] = {"application/x-www-form-urlencoded", "application/json"};
  Members members(place, c.diagnostics, in_quotes(scheme));
  if (!members.is_object()) return nullptr;
  if (members.has("use")) {
    c.diagnostics.error_at_key(pointer_join(place.pointer, "use"),
                               in_quotes(scheme) +
                                   " with `use` is not supported yet, because a secret is one text; write "
                                   "its members, such as `secret: '${ $secrets.client }'`");
    return nullptr;
  }
  check_authority(c, members);
  if (scheme == "oauth2") check_endpoints(c, members);
  const auto grant = check_grant(c, members);
  check_client(c, members, grant == "client_credentials");
  check_texts(c, members, "scopes");
  check_texts(c, members, "audiences");
  if (const auto request = members.object("request")) {
    Members settings(*request, c.diagnostics, "`request`");
    settings.word("encoding", kEncodings);
    settings.refuse_unknown();
  }
  for (const auto* name : {"issuers", "subject", "actor"}) members.unsupported(name);
  members.refuse_unknown();
  // Finds what is wrong with the expressions here, where they stand.
  compile_template(c, place, SecretUse::allowed);
  return *place.value;
}

}  // namespace runledger::definition
