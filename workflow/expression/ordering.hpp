#pragma once

#include <compare>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"

namespace runledger::expression {

// jq's order over all values: null < false < true < numbers < strings (by code point) < arrays < objects (by
// their sorted keys first, then by value). jq 1.6 manual, "sort".
std::strong_ordering compare(const Json& left, const Json& right);

// The keys in code point order; views into the object.
std::vector<std::string_view> sorted_keys(const JsonObject& object);

}  // namespace runledger::expression
