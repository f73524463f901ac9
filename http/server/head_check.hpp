#pragma once

#include <optional>

#include "http/server/message_parser.hpp"
#include "http/server/refusal.hpp"

namespace runledger::http::server {

// What a header says about its connection and content, once it is found sound.
struct HeadFacts {
  bool keep_alive = true;         // RFC 9112 §9.3
  bool expects_continue = false;  // RFC 9110 §10.1.1
};

// Judges what Beast leaves to us: exactly one well-formed Host (RFC 9112 §3.2), at most one Content-Length of
// digits only (§6.3), no Transfer-Encoding but exactly "chunked" (§6.1), never both, a known Expect. Nothing
// when all is well; then `facts` is filled in.
std::optional<Refusal> check_head(const RawRequest& request, HeadFacts& facts);

}  // namespace runledger::http::server
