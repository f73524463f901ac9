#include "workflow/definition/place.hpp"

namespace runledger::definition {

std::string_view kind_name(const Json& value) {
  using boost::json::kind;
  switch (value.kind()) {
    case kind::null:
      return "nothing";
    case kind::bool_:
      return "a boolean";
    case kind::int64:
    case kind::uint64:
      return "an integer";
    case kind::double_:
      return "a number";
    case kind::string:
      return "a string";
    case kind::array:
      return "a list";
    case kind::object:
      return "an object";
  }
  return "a value";
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  return "`" + std::string(text.substr(0, kLongest)) + (text.size() > kLongest ? "..." : "") + "`";
}

}  // namespace runledger::definition
