#include "admin/acts/connections.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <string>

#include "admin/acts/append.hpp"
#include "admin/acts/in_use.hpp"

namespace runledger::admin {
namespace {

constexpr std::string_view kMask = "********";

constexpr std::string_view kSmtpSchema = R"({
  "type": "object", "additionalProperties": false, "required": ["host", "from"],
  "properties": {
    "host": {"type": "string", "minLength": 1, "maxLength": 255},
    "port": {"type": "integer", "minimum": 1, "maximum": 65535},
    "tls": {"enum": ["none", "starttls", "tls"]},
    "username": {"type": "string", "maxLength": 255},
    "password": {"type": "string", "maxLength": 1000},
    "from": {"type": "string", "minLength": 3, "maxLength": 320}}})";

constexpr std::string_view kPostgresSchema = R"({
  "type": "object", "additionalProperties": false,
  "oneOf": [{"required": ["url"]}, {"required": ["host", "database", "username"]}],
  "properties": {
    "url": {"type": "string", "pattern": "^postgres(ql)?://|^[a-z_]+ *=", "maxLength": 2000},
    "host": {"type": "string", "minLength": 1, "maxLength": 255},
    "port": {"type": "integer", "minimum": 1, "maximum": 65535},
    "database": {"type": "string", "minLength": 1, "maxLength": 255},
    "username": {"type": "string", "minLength": 1, "maxLength": 255},
    "password": {"type": "string", "maxLength": 1000},
    "sslmode": {"enum": ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]}}})";

constexpr std::string_view kHttpSchema = R"({
  "type": "object", "additionalProperties": false, "required": ["baseUrl"],
  "properties": {
    "baseUrl": {"type": "string", "pattern": "^https?://[^/?#@]+(/[^?#@]*)?$", "maxLength": 2000},
    "headers": {"type": "object", "maxProperties": 50, "additionalProperties": {"type": "string", "maxLength": 4000}},
    "auth": {"oneOf": [
      {"type": "object", "additionalProperties": false, "required": ["type", "token"],
       "properties": {"type": {"const": "bearer"}, "token": {"type": "string", "minLength": 1, "maxLength": 4000}}},
      {"type": "object", "additionalProperties": false, "required": ["type", "username", "password"],
       "properties": {"type": {"const": "basic"}, "username": {"type": "string"}, "password": {"type": "string"}}}]}}})";

constexpr std::string_view kOutboxSchema = R"({
  "type": "object", "additionalProperties": false, "required": ["directory", "from"],
  "properties": {"directory": {"type": "string", "minLength": 1}, "from": {"type": "string", "minLength": 3}}})";

constexpr std::string_view kSlackSchema = R"({
  "type": "object", "additionalProperties": false, "oneOf": [{"required": ["webhookUrl"]}, {"required": ["token"]}],
  "properties": {
    "webhookUrl": {"type": "string", "pattern": "^https?://[^/?#@]+/[^?#@]+$", "maxLength": 2000},
    "token": {"type": "string", "minLength": 8, "maxLength": 1000},
    "baseUrl": {"type": "string", "pattern": "^https?://[^/?#@]+(/[^?#@]*)?$", "maxLength": 2000}}})";

constexpr std::string_view kTeamsSchema = R"({
  "type": "object", "additionalProperties": false, "required": ["webhookUrl"],
  "properties": {"webhookUrl": {"type": "string", "pattern": "^https?://[^/?#@]+/[^#@]+$", "maxLength": 2000}}})";

constexpr std::string_view kPagerDutySchema = R"({
  "type": "object", "additionalProperties": false, "required": ["routingKey"],
  "properties": {
    "routingKey": {"type": "string", "minLength": 8, "maxLength": 100},
    "baseUrl": {"type": "string", "pattern": "^https?://[^/?#@]+(/[^?#@]*)?$", "maxLength": 2000}}})";

constexpr std::string_view kWebhookSchema = R"({
  "type": "object", "additionalProperties": false, "required": ["url", "secret"],
  "properties": {
    "url": {"type": "string", "pattern": "^https?://[^/?#@]+(/[^#@]*)?$", "maxLength": 2000},
    "secret": {"type": "string", "pattern": "^whsec_[A-Za-z0-9+/]{32,88}={0,2}$"}}})";

schema::SchemaPtr compile_builtin(std::string_view text) {
  return *schema::compile(*parse_json(text), {});  // aborts when our own schema is wrong
}

const std::map<std::string, schema::SchemaPtr, std::less<>>& schemas() {
  static const std::map<std::string, schema::SchemaPtr, std::less<>> all = {
      {"smtp", compile_builtin(kSmtpSchema)},           {"postgres", compile_builtin(kPostgresSchema)},
      {"http", compile_builtin(kHttpSchema)},           {"outbox", compile_builtin(kOutboxSchema)},
      {"slack", compile_builtin(kSlackSchema)},         {"teams", compile_builtin(kTeamsSchema)},
      {"pagerduty", compile_builtin(kPagerDutySchema)}, {"webhook", compile_builtin(kWebhookSchema)},
  };
  return all;
}

void mask(JsonObject& object, std::string_view member) {
  if (Json* value = object.if_contains(member)) *value = kMask;
}

}  // namespace

Result<std::vector<schema::Violation>> check_connection(const Connection& connection) {
  const auto found = schemas().find(connection.kind);
  if (found == schemas().end()) {
    return Error{Errc::invalid_input, "'" + connection.kind.substr(0, 40) +
                                          "' is no kind of connection; there are smtp, postgres, http, "
                                          "outbox, slack, teams, pagerduty and webhook"};
  }
  return schema::validate(*found->second, connection.settings, {});
}

Json public_settings(const Connection& connection) {
  Json settings = connection.settings;
  if (!settings.is_object()) return settings;
  JsonObject& object = settings.get_object();
  for (const auto* member : {"password", "url", "webhookUrl", "token", "routingKey", "secret"})
    mask(object, member);
  if (Json* auth = object.if_contains("auth"); auth != nullptr && auth->is_object()) {
    for (const auto* member : {"password", "token"}) mask(auth->get_object(), member);
  }
  if (Json* headers = object.if_contains("headers"); headers != nullptr && headers->is_object()) {
    for (auto& header : headers->get_object()) header.value() = kMask;
  }
  return settings;
}

Result<Done> save_connection(Context& context, const ConnectionName& name, const Connection& connection,
                             const Actor& actor) {
  auto change = context.vault.seal_connection(name, connection);
  if (!change) return std::move(change).error();
  auto saved = record_event(
      context.engine, kConnectionsStream,
      record::ConnectionSaved{name, connection.kind, share(public_settings(connection)), context.clock.now()},
      actor, {*std::move(change)});
  context.vault.forget(name);
  return saved;
}

Result<Done> delete_connection(Context& context, const ConnectionName& name, bool force, const Actor& actor) {
  if (auto row = context.queries.connection(name); !row) return std::move(row).error();
  if (!force) {
    if (auto unused = check_unused(context, name); !unused) return unused;
  }
  auto deleted = record_event(context.engine, kConnectionsStream,
                              record::ConnectionDeleted{name, context.clock.now()}, actor, {erased(name)});
  context.vault.forget(name);
  return deleted;
}

bool is_resource_name(std::string_view text) {
  if (text.empty() || text.size() > 63 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace runledger::admin
