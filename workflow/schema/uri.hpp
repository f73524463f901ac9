#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace runledger::schema {

// The five parts of a URI reference (RFC 3986 §3), as views into it. An absent part differs from an empty
// one.
struct UriParts {
  std::optional<std::string_view> scheme;
  std::optional<std::string_view> authority;
  std::string_view path;
  std::optional<std::string_view> query;
  std::optional<std::string_view> fragment;
};

// Takes any text apart by the delimiters alone (RFC 3986 appendix B); whether the parts are well-formed is
// not judged here.
UriParts split_uri(std::string_view reference);

// The target of `reference` seen from `base` (RFC 3986 §5.2), without dot segments.
std::string resolve_uri(std::string_view base, std::string_view reference);

// Undoes percent-encoding; nullopt when a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

// The value of one hexadecimal digit, or -1.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace runledger::schema
