#pragma once

#include <string>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger::actions {

// RFC 4648 §4, padded, on one line.
std::string to_base64(std::string_view bytes);
// The bytes of padded base64 without line breaks. Errors: invalid_input.
Result<std::string> from_base64(std::string_view text);
// RFC 3986 §2.1: everything but unreserved characters becomes %XX.
std::string percent_encode(std::string_view bytes);
// Appends the byte's two upper-case hexadecimal digits.
void append_hex(char byte, std::string& out);
// The text with every byte sequence that is not UTF-8 (RFC 3629), and NUL, replaced by U+FFFD: PostgreSQL and
// JSON keep the result.
std::string to_valid_utf8(std::string_view bytes);
// ASCII only.
std::string lower(std::string_view text);
// At most `max_bytes`, cut between characters, with "..." when something was cut.
std::string shorten(std::string_view text, std::size_t max_bytes);

}  // namespace runledger::actions
