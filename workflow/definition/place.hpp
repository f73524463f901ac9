#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "workflow/base/json.hpp"

namespace runledger::definition {

// A value of the definition and where it is.
struct Place {
  const Json* value = nullptr;
  std::string pointer;

  bool is_string() const { return value->is_string(); }
  bool is_object() const { return value->is_object(); }
  bool is_array() const { return value->is_array(); }
  // The string's text; only when is_string().
  std::string_view text() const { return {value->get_string().data(), value->get_string().size()}; }
  Place element(std::size_t index) const {
    return {&value->get_array()[index], pointer_join(pointer, index)};
  }
};

inline std::string_view key_of(const boost::json::key_value_pair& member) {
  return {member.key().data(), member.key().size()};
}

// "an object", "a string", ...: for messages.
std::string_view kind_name(const Json& value);
// "`" + text shortened to 60 bytes + "`".
std::string in_quotes(std::string_view text);

}  // namespace runledger::definition
