#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/server/refusal.hpp"

namespace runledger::http::server {

// Reads a request target (RFC 9112 §3.2) into `request`: origin-form, absolute-form (its host replaces the
// Host header, §3.2.2) or, for OPTIONS, "*". Refused: characters outside visible ASCII, fragments, bad
// percent-escapes, dot segments (also escaped ones), control characters and bad UTF-8 in path or query, and
// too many query parameters. Expects request.method and request.headers to be set.
std::optional<Refusal> read_target(std::string_view target, Request& request);

}  // namespace runledger::http::server
