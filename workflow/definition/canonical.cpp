#include "workflow/definition/canonical.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include "workflow/definition/place.hpp"

namespace runledger::definition {
namespace {

void write(const Json& value, std::string& out);

void write_object(const JsonObject& object, std::string& out) {
  std::vector<const boost::json::key_value_pair*> members;
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return key_of(*a) < key_of(*b); });
  out.push_back('{');
  for (const auto* member : members) {
    if (member != members.front()) out.push_back(',');
    write_json_string(key_of(*member), out);
    out.push_back(':');
    write(member->value(), out);
  }
  out.push_back('}');
}

void write(const Json& value, std::string& out) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (value.is_object()) {
    write_object(value.get_object(), out);
  } else if (value.is_array()) {
    out.push_back('[');
    bool first = true;
    for (const auto& item : value.get_array()) {
      if (!std::exchange(first, false)) out.push_back(',');
      write(item, out);
    }
    out.push_back(']');
  } else if (value.is_double() && std::trunc(value.get_double()) == value.get_double() &&
             std::abs(value.get_double()) <= kExact) {
    out += std::to_string(static_cast<std::int64_t>(value.get_double()));
  } else {
    write_json(value, out);
  }
}

}  // namespace

std::string canonical_json(const Json& value) {
  std::string out;
  write(value, out);
  return out;
}

}  // namespace runledger::definition
