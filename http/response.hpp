#pragma once

#include <string>
#include <string_view>

#include "http/fields.hpp"

namespace runledger::http {

// An answer. The server adds Date, Content-Length, Connection and X-Request-Id itself and leaves the body
// away for HEAD, 204 and 304: handlers must not set those headers (they are dropped), nor any with CR, LF or
// NUL in it (the answer becomes a 500).
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

// `document` is the text of a JSON document; Content-Type becomes application/json.
Response json_response(int status, std::string document);
// text/plain; charset=utf-8.
Response text_response(int status, std::string text);
// The phrase registered for a status ("Not Found"); "Unknown" for one that is not known.
std::string_view reason_phrase(int status);

}  // namespace runledger::http
