#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace runledger::ledger {

// The one text of a JSON document that is hashed and signed: JSON Canonicalization Scheme (RFC 8785). Equal
// documents give equal bytes whatever their key order, spacing, escapes and spelling of numbers.
// nullopt when the document has no canonical text that stands for it alone: a NaN or infinite number, or an
// integer that no double holds exactly (such as 2^53 + 1). RFC 8785 §3.2.2.3 makes every number a double, and
// to round would give two different documents one hash; such integers belong into strings (§6).
// Strings must be valid UTF-8. Recurses as deep as the document does, which its reader has bounded.
// Thread-safe.
std::optional<std::string> canonical_json(const boost::json::value& document);

// The pieces, for texts that are put together without a document. Each appends to `out`.
// A string with its quotes and only the escapes of RFC 8785 §3.2.2.2.
void append_canonical_string(std::string_view text, std::string& out);
// ECMAScript's Number::toString (RFC 8785 §3.2.2.3): "333333333.3333333", "1e+30", "0" for -0.
// False, and nothing appended, when `number` is not finite.
bool append_canonical_number(double number, std::string& out);

// Whether `left` comes before `right` in canonical key order: by UTF-16 code units (RFC 8785 §3.2.3).
bool canonical_key_less(std::string_view left, std::string_view right);

}  // namespace runledger::ledger
