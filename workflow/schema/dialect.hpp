#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::schema {

inline constexpr std::string_view kMetaschemaUri = "https://json-schema.org/draft/2020-12/schema";

// The text of one of the eight metaschemas of draft 2020-12 (all but the optional vocabularies' own), or
// nothing.
std::optional<std::string_view> metaschema_text(std::string_view uri);

// What a metaschema's $vocabulary (core §8.1.2) turns on or off.
struct Dialect {
  bool validates = true;
  bool asserts_formats = false;
};
// Errors: invalid_input when it requires a vocabulary that we do not have.
Result<Dialect> dialect_of(const Json& metaschema);

}  // namespace runledger::schema
