#pragma once

#include <string>
#include <string_view>

namespace runledger::actions {

// The `charset` of a content type in lower case, without quotes; "" when there is none (RFC 9110 §8.3.2).
std::string charset_of(std::string_view content_type);

// The text in UTF-8. Charsets that the web uses are converted (names and aliases as the WHATWG Encoding
// Standard, so that iso-8859-1 is read as windows-1252); a text of another one stays as it is. A byte order
// mark of UTF-8 goes. What is no character becomes U+FFFD.
std::string to_utf8(std::string_view bytes, std::string_view charset);

}  // namespace runledger::actions
