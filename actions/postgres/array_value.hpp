#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "workflow/base/json.hpp"

namespace runledger::actions {

// The element type of an array type's OID; nullopt for what is no array of a built-in type.
std::optional<std::uint32_t> array_element(std::uint32_t type_oid);

// An array in PostgreSQL's text format, "{1,NULL,{...}}", as a JSON list of its elements' values, lists in
// lists for several dimensions. nullopt when it has bounds of its own ("[0:1]={1,2}") or is malformed.
std::optional<Json> array_value(std::string_view text, std::uint32_t element_oid);

}  // namespace runledger::actions
