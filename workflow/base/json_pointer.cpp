#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>

#include "workflow/base/json.hpp"

namespace runledger {
namespace {

// Undoes escape_pointer; false when a '~' is followed by neither 0 nor 1.
bool unescape(std::string_view token, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out.push_back(token[i]);
      continue;
    }
    if (i + 1 == token.size() || (token[i + 1] != '0' && token[i + 1] != '1')) return false;
    out.push_back(token[++i] == '0' ? '~' : '/');
  }
  return true;
}

const Json* element(const JsonArray& array, std::string_view token) {
  std::size_t index = 0;
  const auto [end, status] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (token.empty() || status != std::errc{} || end != token.data() + token.size()) return nullptr;
  if (token.size() > 1 && token.front() == '0') return nullptr;  // RFC 6901 §4: no leading zeros
  return index < array.size() ? &array[index] : nullptr;
}

}  // namespace

std::string escape_pointer(std::string_view token) {
  std::string out;
  for (const char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string pointer_join(std::string_view pointer, std::string_view token) {
  return std::string(pointer) + '/' + escape_pointer(token);
}

std::string pointer_join(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + '/' + std::to_string(index);
}

const Json* resolve_pointer(const Json& document, std::string_view pointer) {
  const Json* here = &document;
  std::string key;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const auto token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    if (here->is_array()) {
      here = element(here->get_array(), token);
    } else if (here->is_object() && unescape(token, key)) {
      here = here->get_object().if_contains(key);
    } else {
      return nullptr;
    }
    if (here == nullptr) return nullptr;
  }
  return here;
}

}  // namespace runledger
