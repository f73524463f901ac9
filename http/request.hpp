#pragma once

#include <string>
#include <vector>

#include "http/fields.hpp"
#include "http/method.hpp"
#include "workflow/base/id.hpp"
#include "workflow/base/time.hpp"

namespace runledger::http {

// One complete request, as a plain value: it outlives the connection and may be moved to any thread.
// What the server has already checked, so that handlers need not: framing and limits, one Host, UTF-8 without
// control characters in path and query, no dot segments, no NUL in any header.
struct Request {
  Method method = Method::get;
  // The request target as sent, e.g. "/admin/v1/runs?limit=10". May hold secrets in its query: do not log it.
  std::string target;
  // The path as sent, without query, e.g. "/admin/v1/workflows/crm%2Fwelcome".
  std::string raw_path;
  // The path's segments, percent-decoded after splitting: {"admin","v1","workflows","crm/welcome"}. A
  // trailing slash gives an empty last segment; "/" gives one empty segment.
  std::vector<std::string> segments;
  // application/x-www-form-urlencoded pairs of the query ('+' is a blank).
  Query query;
  Headers headers;
  // The content, unchunked, byte for byte; a Content-Encoding is not undone.
  std::string body;
  // The peer's numeric address without port, e.g. "192.0.2.7" or "2001:db8::1". Forwarding headers are not
  // believed.
  std::string remote_address;
  // 10 or 11: HTTP/1.0 or HTTP/1.1.
  int http_version = 11;
  // When its last byte had arrived.
  Timestamp received_at{};
  // Ours, UUIDv7; also sent as X-Request-Id with the answer.
  RequestId request_id;
};

}  // namespace runledger::http
