#pragma once

#include <string>

#include "http/response.hpp"
#include "workflow/base/id.hpp"

namespace runledger::http::server {

// What an answer needs to know of its request.
struct AnswerFacts {
  RequestId request_id;
  bool head_request = false;  // the content is announced but not sent (RFC 9110 §9.3.2)
  int http_version = 11;
};

// An HTTP/1.1 message (RFC 9112) up to and including the blank line. A response that breaks Response's rules
// (bad status, control characters in a header) is replaced by a 500, and `response` with it.
std::string answer_head(Response& response, const AnswerFacts& facts, bool close);

// True when content follows the head.
bool sends_body(const Response& response, const AnswerFacts& facts);

}  // namespace runledger::http::server
