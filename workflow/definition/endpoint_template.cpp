#include "workflow/definition/endpoint_template.hpp"

#include <boost/json/object.hpp>

#include "workflow/definition/uri_template.hpp"

namespace runledger::definition {
namespace {

// The text without its `${ ... }` parts, roughly: enough to see whether other braces are left.
bool has_braces_beside_expressions(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') {
      const bool opens_expression = i > 0 && text[i - 1] == '$';
      if (depth == 0 && !opens_expression) return true;
      ++depth;
    } else if (text[i] == '}' && depth > 0) {
      --depth;
    }
  }
  return false;
}

// `{+name}` keeps reserved characters: beside the host it could lead elsewhere.
bool could_change_host(const UriTemplate& uri) {
  std::string before;
  for (const auto& part : uri.parts()) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      before += *literal;
      continue;
    }
    const auto scheme = before.find("://");
    const bool in_authority =
        scheme != std::string::npos && before.find_first_of("/?#", scheme + 3) == std::string::npos;
    if (in_authority && std::get<UriTemplate::Expression>(part).operation == '+') return true;
  }
  return false;
}

bool may_be_left_out(char operation) {
  return operation == '?' || operation == '&' || operation == '#';
}

Result<Done> check_all_there(const UriTemplate& uri, const JsonObject& values) {
  for (const auto& part : uri.parts()) {
    const auto* expression = std::get_if<UriTemplate::Expression>(&part);
    if (expression == nullptr || may_be_left_out(expression->operation)) continue;
    for (const auto& variable : expression->variables) {
      if (!is_undefined(values.if_contains(variable.name))) continue;
      return Error{Errc::expression_failed,
                   "the endpoint needs " + variable.name + ", which the task's input lacks"};
    }
  }
  return Done{};
}

// Servers and clients resolve "." and "..", also percent-encoded.
bool has_dot_segment(std::string_view uri) {
  std::string path(uri.substr(0, uri.find_first_of("?#")));
  for (auto at = path.find('%'); at != std::string::npos; at = path.find('%', at + 1)) {
    const auto code = std::string_view(path).substr(at, 3);
    if (code == "%2e" || code == "%2E") path.replace(at, 3, ".");
  }
  path += '/';
  return path.find("/./") != std::string::npos || path.find("/../") != std::string::npos;
}

}  // namespace

bool is_uri_template(std::string_view endpoint) {
  return endpoint.find_first_of("{}") != std::string_view::npos &&
         (endpoint.find("${") == std::string_view::npos || has_braces_beside_expressions(endpoint));
}

Result<Json> compile_endpoint_template(std::string_view endpoint) {
  if (endpoint.find("${") != std::string_view::npos) {
    return Error{Errc::invalid_input, "an endpoint has either `{name}` or `${ ... }` in it, not both"};
  }
  const auto uri = UriTemplate::parse(endpoint);
  if (!uri) return uri.error();
  if (could_change_host(*uri)) {
    return Error{Errc::invalid_input,
                 "`{+name}` beside the host could lead to another host: write `/` before it"};
  }
  JsonObject values;
  for (const auto& name : uri->names()) {
    std::string key;
    write_json_string(name, key);
    values[name] = boost::json::string("${ .[" + key + "] }");
  }
  return Json(JsonObject{{"template", boost::json::string(endpoint)}, {"values", std::move(values)}});
}

Result<std::string> expand_endpoint_template(const Json& evaluated) {
  const std::string text(evaluated.at("template").as_string());
  const auto& values = evaluated.at("values").as_object();
  const auto uri = UriTemplate::parse(text);
  if (!uri) return uri.error();
  if (auto complete = check_all_there(*uri, values); !complete) return complete.error();
  auto expanded = uri->expand(values);
  if (!expanded) return Error{Errc::expression_failed, "the endpoint: " + expanded.error().message};
  if (has_dot_segment(*expanded) && !has_dot_segment(text)) {
    return Error{Errc::expression_failed,
                 "the endpoint: a value of the task's input makes a `.` or `..` of its path"};
  }
  return expanded;
}

}  // namespace runledger::definition
