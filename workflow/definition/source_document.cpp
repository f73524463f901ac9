#include "workflow/definition/source_document.hpp"

#include "workflow/definition/json_positions.hpp"
#include "workflow/definition/yaml_composer.hpp"

namespace runledger::definition {
namespace {

SourceDocument refused(std::string message) {
  SourceDocument document;
  document.diagnostics.push_back({Severity::error, {1, 1}, "", std::move(message)});
  return document;
}

bool looks_like_json(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

SourceDocument read_document(std::string_view text, const SourceLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return refused("the definition has " + std::to_string(text.size()) + " bytes; at most " +
                   std::to_string(limits.max_bytes) + " are accepted");
  }
  if (looks_like_json(text)) {
    // Whatever JSON's reader refuses goes on to YAML, which accepts a little more (comments, single quotes)
    // and names the place of what it refuses. libyaml alone will not do for JSON: it knows no surrogate pairs
    // and no keys beyond 1024 characters.
    auto json = parse_json(text, {limits.max_bytes, limits.max_depth});
    if (json) {
      SourceDocument document;
      document.value = std::move(*json);
      const auto extent = map_json_positions(text, document.sources);
      if (extent.values > limits.max_nodes) {
        return refused("the definition has " + std::to_string(extent.values) + " values; at most " +
                       std::to_string(limits.max_nodes) + " are accepted");
      }
      if (extent.longest_key_bytes > limits.max_key_bytes) {
        return refused("a key has more than " + std::to_string(limits.max_key_bytes) + " bytes");
      }
      document.ok = true;
      return document;
    }
  }
  return compose_yaml(text, limits);
}

}  // namespace runledger::definition
