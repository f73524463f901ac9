#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "http/response.hpp"
#include "workflow/base/json.hpp"
#include "workflow/ports/engine.hpp"

namespace runledger::http::webhooks {

// What every answer to an accepted delivery tells of it.
struct Accepted {
  RequestId request;
  RunId run;
  std::string status_url;
  std::uint64_t position = 0;                  // of the run's first event
  std::optional<std::chrono::seconds> waited;  // becomes Preference-Applied (RFC 7240 §3)
};

// 202 {"requestId","runId","status","statusUrl","position"} with Location: the run goes on, or nobody waits
// for it.
Response accepted_answer(const Accepted& accepted, run::RunStatus status);

// A run's error as its sender may see it. The details of errors that the engine found (addresses, SQL, names
// of secrets) are for admins; those of the definition's own error types were written to be read.
JsonObject sender_view(const run::RunError& error);

// For a client that waited and a run that has ended: 200 with the output when it completed, else a 500
// problem with the run's error and its runId and statusUrl, so that the client can tell this from a request
// that was not accepted. Each carries the run's id as X-Run-Id. For a run that still goes on:
// accepted_answer.
Response ended_answer(const Accepted& accepted, const RunView& view);

}  // namespace runledger::http::webhooks
