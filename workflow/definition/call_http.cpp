#include <algorithm>

#include "workflow/definition/authentication.hpp"
#include "workflow/definition/call_arguments.hpp"
#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/endpoint_template.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

using expression::has_expression;

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char ch) { return ch >= 'a' && ch <= 'z' ? static_cast<char>(ch - 'a' + 'A') : ch; });
  return out;
}

// What is constant at the front of the URI decides where the call, and a connection's credentials, may go.
void check_target(Compilation& c, const Place& uri, bool has_connection) {
  const auto text = uri.text();
  const bool path = text.starts_with("/") && !text.starts_with("//");
  const bool absolute = text.starts_with("http://") || text.starts_with("https://");
  if (has_connection && !path) {
    c.diagnostics.error(uri.pointer,
                        "with `connection`, the endpoint is a path such as `/shipments`: the host is "
                        "the connection's");
  } else if (!has_connection && !absolute && !text.starts_with("${")) {
    c.diagnostics.error(uri.pointer, "the endpoint " + in_quotes(text) +
                                         " must start with http:// or https://" +
                                         (path ? ", or `connection` must name where this path is" : ""));
  }
}

}  // namespace

void compile_endpoint_uri(Compilation& c, const Place& uri, bool has_connection, JsonObject& arguments) {
  if (!uri.is_string()) {
    c.diagnostics.error(uri.pointer,
                        "an endpoint's `uri` must be a string, not " + std::string(kind_name(*uri.value)));
    return;
  }
  check_target(c, uri, has_connection);
  if (!is_uri_template(uri.text())) {
    arguments["uri"] = boost::json::string(uri.text());
    return;
  }
  auto compiled = compile_endpoint_template(uri.text());
  if (!compiled) return c.diagnostics.error(uri.pointer, compiled.error().message);
  arguments[kUriTemplateMember] = *std::move(compiled);
}

void compile_endpoint(Compilation& c, const Place& endpoint, bool has_connection,
                      std::string_view authentication_member, JsonObject& arguments) {
  if (!endpoint.is_object()) return compile_endpoint_uri(c, endpoint, has_connection, arguments);
  Members members(endpoint, c.diagnostics, "an endpoint");
  if (const auto uri = members.require("uri")) compile_endpoint_uri(c, *uri, has_connection, arguments);
  if (const auto authentication = members.get("authentication")) {
    if (has_connection) {
      c.diagnostics.error_at_key(
          authentication->pointer,
          "`authentication` and `connection` exclude each other: a connection brings its own");
    }
    auto resolved = resolve_authentication(c, *authentication);
    if (!resolved.is_null()) arguments[authentication_member] = std::move(resolved);
  }
  members.refuse_unknown();
}

// The arguments as the effect takes them: README.md, "Calls".
Template compile_http_arguments(Compilation& c, Members& with) {
  JsonObject arguments;
  std::vector<Place> sources;
  const auto method = with.get("method");
  if (method && method->is_string()) {
    const auto text = method->text();
    arguments["method"] = boost::json::string(has_expression(text) ? std::string(text) : upper(text));
    sources.push_back(*method);
  }
  const auto connection = compile_connection(c, with, "http");
  if (connection) arguments["connection"] = boost::json::string(*connection);
  if (const auto endpoint = with.get("endpoint")) {
    if (endpoint->is_string() || endpoint->is_object()) {
      compile_endpoint(c, *endpoint, with.has("connection"), "authentication", arguments);
      sources.push_back(*endpoint);
    }
  }
  for (const auto* name : {"headers", "query", "body"}) {
    const auto value = with.get(name);
    if (!value) continue;
    arguments[name] = *value->value;
    sources.push_back(*value);
  }
  const auto output = with.get("output");
  arguments["output"] = output ? *output->value : Json("content");
  const auto redirect = with.get("redirect");
  arguments["redirect"] = redirect ? *redirect->value : Json(false);
  if (sources.empty()) return constant_template(nullptr);
  return compile_generated(c, Json(std::move(arguments)), sources, SecretUse::allowed);
}

}  // namespace runledger::definition
