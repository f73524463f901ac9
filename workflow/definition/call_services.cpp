#include <boost/json/object.hpp>

#include "workflow/definition/call_arguments.hpp"
#include "workflow/definition/compile_expression.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

// The name of a secret, which the effect gets as `$secrets.<name>` would give it.
void compile_secret(Compilation& c, const Place& secret, JsonObject& arguments) {
  if (!secret.is_string()) return;  // the schema has said what is wrong
  const auto name = secret.text();
  if (expression::has_expression(name)) {
    c.diagnostics.error(secret.pointer,
                        "`secret` is the fixed name of a secret in `use.secrets`, not an expression");
    return;
  }
  c.use.secrets.use(name, secret.pointer, c.diagnostics);
  std::string key;
  write_json_string(name, key);
  arguments["secret"] = boost::json::string("${ $secrets[" + key + "] }");
}

}  // namespace

Template compile_service_arguments(Compilation& c, const BuiltinCall& call, Members& with) {
  compile_connection(c, with, call.kind);
  for (const auto& member : call.with_schema.at("properties").get_object()) with.known(key_of(member));
  return compile_template(c, with.place(), SecretUse::allowed);
}

Template compile_webhook_arguments(Compilation& c, Members& with) {
  JsonObject arguments;
  std::vector<Place> sources{with.place()};
  if (const auto connection = compile_connection(c, with, "webhook"))
    arguments["connection"] = boost::json::string(*connection);
  if (const auto endpoint = with.get("endpoint")) compile_endpoint_uri(c, *endpoint, false, arguments);
  if (const auto secret = with.get("secret")) compile_secret(c, *secret, arguments);
  for (const auto* name : {"headers", "body"}) {
    if (const auto value = with.get(name)) arguments[name] = *value->value;
  }
  return compile_generated(c, Json(std::move(arguments)), sources, SecretUse::allowed);
}

}  // namespace runledger::definition
