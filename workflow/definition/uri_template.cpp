#include "workflow/definition/uri_template.hpp"

#include "workflow/base/json.hpp"

namespace runledger::definition {
namespace {

constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

std::string encoded_member(std::string_view name) {
  std::string key;
  write_json_string(name, key);
  const std::string message =
      "\"the endpoint needs " + std::string(name) + ", which the task's input lacks\"";
  return "${ .[" + key + "] | if . == null then error(" + message + ") else @uri end }";
}

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

}  // namespace

Result<std::string> uri_template_to_text(std::string_view uri) {
  if (uri.find("${") != std::string_view::npos) {
    if (!has_braces_beside_expressions(uri)) return std::string(uri);
    return Error{Errc::invalid_input, "an endpoint has either `{name}` or `${ ... }` in it, not both"};
  }
  std::string text;
  while (!uri.empty()) {
    const auto open = uri.find_first_of("{}");
    text += uri.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = uri.find('}', open + 1);
    if (uri[open] == '}' || close == std::string_view::npos) {
      return Error{Errc::invalid_input, "the endpoint's braces do not pair up"};
    }
    const auto name = uri.substr(open + 1, close - open - 1);
    if (name.empty() || name.find_first_not_of(kNameCharacters) != std::string_view::npos) {
      return Error{Errc::invalid_input, "`{" + std::string(name.substr(0, 40)) +
                                            "}`: an endpoint takes plain `{name}` only (RFC 6570, level 1)"};
    }
    text += encoded_member(name);
    uri.remove_prefix(close + 1);
  }
  return text;
}

}  // namespace runledger::definition
