#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "workflow/base/json.hpp"

namespace runledger::expression {

// Appends the value as jq's `tojson` writes it: compact, keys in their order, numbers as put_number().
void put_json(const Json& value, std::string& out);
// As jq's `tostring`: a string as it is, all else as put_json().
void put_text(const Json& value, std::string& out);

// jq's word for the kind: "null", "boolean", "number", "string", "array", "object".
std::string_view kind_name(const Json& value);
// `number (12)`, for messages; the value is cut to about 100 bytes, or left out when `hidden`.
std::string describe(const Json& value, bool hidden);

// How much memory a copy takes, roughly: 16 bytes a value plus the bytes of keys and strings. Stops counting
// beyond `enough`.
std::size_t weight(const Json& value, std::size_t enough);

// Cuts to at most `bytes` at a character's border and says so with "...".
std::string shortened(std::string_view text, std::size_t bytes);

}  // namespace runledger::expression
