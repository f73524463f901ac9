#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/response.hpp"
#include "workflow/base/id.hpp"
#include "workflow/base/result.hpp"

namespace runledger::http {

// What is wrong with one member of the content: `pointer` is an RFC 6901 JSON pointer, "" for the whole
// document.
struct FieldProblem {
  std::string pointer;
  std::string detail;
};

// A refusal or failure as RFC 9457 problem details. `type` and `title` follow from code and status.
struct Problem {
  int status = 500;
  Errc code = Errc::internal;
  // For the person who must act on it: what was wrong, where, what to do. Never a secret.
  std::string detail;
  // Names this occurrence; see occurrence_of(). Left out when empty.
  std::string instance;
  // Becomes the "errors" member when not empty.
  std::vector<FieldProblem> errors;
  // Becomes Retry-After, in whole seconds.
  std::optional<std::chrono::seconds> retry_after;
};

// The one mapping from error codes to HTTP statuses.
int status_of(Errc code);
// "https://runledger.dev/errors/<name of the code>".
std::string problem_type(Errc code);
// "urn:uuid:<request id>" (RFC 9562 §4).
std::string occurrence_of(RequestId request);

// With status_of(error.code) and, for `overloaded` and `unavailable`, a Retry-After.
Problem problem_of(const Error& error);

// application/problem+json: {"type","title","status","detail","instance","errors":[{"pointer","detail"}]}.
// A 401 also gets "WWW-Authenticate: Bearer realm="runledger"" (RFC 6750 §3).
Response problem_response(const Problem& problem);
// Short forms of the above.
Response problem_response(const Error& error);
Response problem_response(int status, Errc code, std::string detail);

}  // namespace runledger::http
