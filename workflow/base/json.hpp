#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger {

using Json = boost::json::value;
using JsonObject = boost::json::object;
using JsonArray = boost::json::array;
// A document that never changes once made: events, states and messages share it instead of copying.
// Never null where a document is meant; absent values are std::optional or JSON null.
using SharedJson = std::shared_ptr<const Json>;

inline SharedJson share(Json value) {
  return std::make_shared<const Json>(std::move(value));
}

struct JsonLimits {
  std::size_t max_bytes = 8 * 1024 * 1024;
  std::size_t max_depth = 64;
};

// Reads one JSON document (RFC 8259). Unlike Boost.JSON's own parser: doubles are correctly rounded, a number
// that no double or 64-bit integer can hold (1E400, 2^64) is refused instead of damaged, duplicate keys are
// refused, NUL
// (\u0000) and lone surrogates are refused because PostgreSQL cannot keep them.
// Errors: invalid_input with line, column and byte offset; limit_exceeded. Thread-safe.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

// Writes a document without spaces, keys in their own order. Integers exact; doubles in the shortest form
// that reads back the same ("0.1", "1.0", "1e+30"), so parse_json(write_json(x)) == x. Throws nothing but
// bad_alloc.
std::string write_json(const Json& value);
void write_json(const Json& value, std::string& out);
// Appends `text` as a JSON string with quotes.
void write_json_string(std::string_view text, std::string& out);

// Equality as JSON Schema and jq see it: 1 == 1.0 == 1u, objects without order.
bool json_equal(const Json& left, const Json& right);

// RFC 6901: "/orders/0/a~1b". escape_pointer escapes one reference token.
std::string escape_pointer(std::string_view token);
std::string pointer_join(std::string_view pointer, std::string_view token);
std::string pointer_join(std::string_view pointer, std::size_t index);
// The value that `pointer` names in `document`, or nullptr.
const Json* resolve_pointer(const Json& document, std::string_view pointer);

}  // namespace runledger
