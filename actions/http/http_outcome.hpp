#pragma once

#include <curl/curl.h>

#include <string>

#include "actions/http/http_request.hpp"
#include "workflow/run/commands.hpp"

namespace runledger::actions {

// What the other side answered, as received.
struct HttpAnswer {
  long status = 0;
  HttpHeaders headers;
  std::string body;  // decompressed
};

// Why there is no (whole) answer.
struct HttpFailure {
  CURLcode code = CURLE_OK;
  std::string why;                // for people
  bool may_have_arrived = false;  // the request, or part of it, was sent
  bool out_of_time = false;       // the call's own deadline has passed
  bool too_large = false;         // the answer exceeds the limit
  bool address_refused = false;
  bool redirect_refused = false;
  long status = 0;  // the status received before the failure, or 0
};

// Succeeded with the result that `output` asks for when the status is below 400 (below 300 unless redirects
// are welcome), otherwise Failed with that status and the answer, cut to a bounded size. Cookies that the
// answer sets and credentials of the request are left out. Pure.
run::ActionOutcome plain_outcome_of(const HttpRequest& request, const HttpAnswer& answer);

// What the request's own reader makes of the answer; without one, the plain outcome.
run::ActionOutcome outcome_of(const HttpRequest& request, const HttpAnswer& answer);

// TimedOut when time ran out; OutcomeUnknown when a request that is not idempotent may have arrived; Failed
// otherwise. Pure.
run::ActionOutcome outcome_of(const HttpRequest& request, const HttpFailure& failure);

}  // namespace runledger::actions
