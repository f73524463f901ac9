#include "http/webhooks/delivery.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace runledger::http::webhooks {
namespace {

// When the commit was in doubt: a database restart is over by then, so that whoever sends again is heard.
constexpr std::chrono::seconds kDoubtRetry{5};

Refusal refused_by_engine(const Error& error) {
  // Only what the client can do something about is told; a defect's message is for the log.
  const bool expected = error.code == Errc::overloaded || error.code == Errc::unavailable ||
                        error.code == Errc::outcome_unknown;
  if (expected) {
    Problem problem = problem_of(error);
    if (error.code == Errc::outcome_unknown) problem.retry_after = kDoubtRetry;
    return {std::string(name_of(error.code)), std::move(problem)};
  }
  spdlog::error("webhook_start_failed code={} what={}", name_of(error.code), error.message);
  return {"internal",
          problem_of(Error{Errc::internal, "Runledger failed to start the run; its log tells why."})};
}

bool has_ended(run::RunStatus status) {
  return status == run::RunStatus::completed || status == run::RunStatus::faulted ||
         status == run::RunStatus::quarantined;
}

// The answer after a wait. When the engine cannot tell how the run stands, the delivery was accepted all the
// same.
Response waited_answer(const Accepted& accepted, const Result<RunView>& view) {
  return view ? ended_answer(accepted, *view) : accepted_answer(accepted, run::RunStatus::running);
}

}  // namespace

void start_run(Engine& engine, const Clock& clock, std::shared_ptr<RefusalRecorder> recorder,
               StartRequest start, std::string status_url, std::optional<Wait> wait, Responder responder) {
  Accepted accepted;
  accepted.request = start.request->request;
  accepted.run = start.run;
  accepted.status_url = std::move(status_url);
  if (wait && wait->asked_by_client)
    accepted.waited = std::chrono::floor<std::chrono::seconds>(wait->longest);
  const record::RequestFacts facts = *start.request;
  const auto started = [&engine, &clock, recorder = std::move(recorder), accepted, facts, wait,
                        responder](Result<Started> result) mutable {
    if (!result) {
      const Refusal refusal = refused_by_engine(result.error());
      responder.respond(problem_response(refusal.problem));
      recorder->record(facts.workflow, refusal, [&facts] { return facts; });
      return;
    }
    accepted.position = result->position;
    if (!wait) {
      responder.respond(accepted_answer(accepted, result->view.status));
    } else if (has_ended(result->view.status)) {
      responder.respond(ended_answer(accepted, result->view));
    } else {
      const Timestamp deadline = clock.now() + wait->longest;
      engine.when_ended(accepted.run, deadline, [accepted, responder](Result<RunView> view) {
        responder.respond(waited_answer(accepted, view));
      });
    }
  };
  engine.start(std::move(start), started);
}

}  // namespace runledger::http::webhooks
