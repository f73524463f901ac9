#pragma once

#include <string>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger::actions {

// A URL as libcurl itself reads it (RFC 3986), so that what was checked is what will be called: dot segments
// resolved, host in lower case, spaces and characters outside ASCII percent-encoded, no fragment.
struct Url {
  std::string scheme;
  std::string host;            // IPv6 in brackets
  std::string port;            // the scheme's own when none is given
  std::string path;            // "/" at least
  std::string query;           // without "?"
  std::string user, password;  // decoded; empty when absent

  // "https://example.org:443": equal for equal origins (RFC 6454 §4).
  std::string origin() const;
  // Without user and password.
  std::string text() const;
  // Without user, password and query: for messages.
  std::string shown() const;
};

// Errors: invalid_input; the message names the problem but never repeats the text, which may hold a secret.
// Control characters and backslashes are refused.
Result<Url> parse_url(std::string_view text);
// RFC 3986 §5: `reference` as seen from `base`, as in a Location header.
Result<Url> resolve_url(const Url& base, std::string_view reference);

}  // namespace runledger::actions
