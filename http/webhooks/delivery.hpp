#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "http/request.hpp"
#include "http/responder.hpp"
#include "http/webhooks/answer.hpp"
#include "http/webhooks/refusal.hpp"
#include "http/webhooks/refusal_recorder.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/engine.hpp"

namespace runledger::http::webhooks {

// How long the client of an accepted delivery waits for the run to end; nothing: not at all.
struct Wait {
  std::chrono::milliseconds longest{0};
  bool asked_by_client = false;  // Prefer: wait=N, as opposed to the workflow's `respond: completed`
};

// Starts the run and answers once it is durable, or once it has ended when the client waits. A refusal by the
// engine (overloaded, unavailable) is answered as a problem and recorded. `engine` and `clock` must live
// until then.
void start_run(Engine& engine, const Clock& clock, std::shared_ptr<RefusalRecorder> recorder,
               StartRequest start, std::string status_url, std::optional<Wait> wait, Responder responder);

}  // namespace runledger::http::webhooks
