#include "workflow/definition/source_map.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

namespace runledger::definition {
namespace {

// Undoes escape_pointer.
std::string unescaped(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size();
    out.push_back(!escape ? token[i] : token[++i] == '1' ? '/' : '~');
  }
  return out;
}

// The ordinal of the child that `token` (escaped, RFC 6901) names.
std::optional<std::size_t> ordinal(const Json& parent, std::string_view token) {
  if (parent.is_object()) {
    const auto& object = parent.get_object();
    const auto found = object.find(unescaped(token));
    if (found == object.end()) return std::nullopt;
    return static_cast<std::size_t>(found - object.begin());
  }
  if (!parent.is_array() || token.empty() || token.size() > 9) return std::nullopt;
  std::size_t index = 0;
  for (const char c : token) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  return index < parent.get_array().size() ? std::optional(index) : std::nullopt;
}

const Json& child(const Json& parent, std::size_t at) {
  if (parent.is_array()) return parent.get_array()[at];
  return (parent.get_object().begin() + static_cast<std::ptrdiff_t>(at))->value();
}

}  // namespace

SourceMap::Index SourceMap::add(Entry entry) {
  entries_.push_back(std::move(entry));
  return static_cast<Index>(entries_.size() - 1);
}

SourceMap::Found SourceMap::find(const Json& document, std::string_view pointer) const {
  if (entries_.empty()) return {};
  const Json* here = &document;
  const Entry* entry = &entries_[root_];
  Found found{entry->value, entry->value};
  while (!pointer.empty() && pointer.front() == '/') {
    pointer.remove_prefix(1);
    const auto token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    const auto at = ordinal(*here, token);
    if (!at || *at >= entry->children.size()) break;
    const auto& [key, index] = entry->children[*at];
    here = &child(*here, *at);
    entry = &entries_[index];
    found = {key, entry->value};
  }
  return found;
}

SourcePosition SourceMap::value_at(const Json& document, std::string_view pointer) const {
  return find(document, pointer).value;
}

SourcePosition SourceMap::key_at(const Json& document, std::string_view pointer) const {
  return find(document, pointer).key;
}

}  // namespace runledger::definition
