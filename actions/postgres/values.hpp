#pragma once

#include <cstdint>
#include <string_view>

#include "workflow/base/json.hpp"

namespace runledger::actions {

// A column's value, in PostgreSQL's text format, as JSON by the type's OID: integers and booleans as such;
// json and jsonb parsed; numeric and floating point as numbers where a double holds them exactly as written,
// as strings otherwise (also NaN and infinities); timestamps in ISO 8601, "2026-11-23T15:04:05.5Z" (expects
// datestyle ISO, timezone UTC); arrays of built-in types as lists of the same; bytea as backslash, x and
// hexadecimal digits; everything else as its text.
Json column_value(std::uint32_t type_oid, std::string_view text);

}  // namespace runledger::actions
