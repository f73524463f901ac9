#include "http/webhooks/delivery.hpp"

#include <chrono>
#include <utility>

#include "http/webhooks/sender_problem.hpp"

namespace runledger::http::webhooks {
namespace {

bool has_ended(run::RunStatus status) {
  return status == run::RunStatus::completed || status == run::RunStatus::faulted ||
         status == run::RunStatus::quarantined || status == run::RunStatus::cancelled;
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
      const Problem problem = sender_problem(result.error(), accepted.status_url);
      const Refusal refusal{std::string(name_of(problem.code)), problem};
      responder.respond(problem_response(refusal.problem));
      // In doubt is not refused: the engine goes on until the request is recorded as accepted.
      if (result.error().code == Errc::outcome_unknown) return;
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
