#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/schema/compiled.hpp"

// Pieces of the messages of violations.
namespace runledger::schema {

// "integer", "string", ...
std::string_view type_name(const Json& value);
// "string", "string or null", "null, array or string".
std::string type_names(TypeMask mask);

// `text` cut off at a character's end so that no message grows with its input.
std::string shortened(std::string_view text, std::size_t max_bytes = 100);
// A JSON text, shortened: "\"paid\"", "12".
std::string shown(const Json& value);
// "1 character", "3 items".
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural);

}  // namespace runledger::schema
