#include "http/webhooks/front_door.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "http/webhooks/authentication.hpp"
#include "http/webhooks/body_check.hpp"
#include "http/webhooks/delivery.hpp"
#include "http/webhooks/prefer.hpp"
#include "http/webhooks/refusal_flusher.hpp"
#include "http/webhooks/refusal_record.hpp"
#include "http/webhooks/refusal_recorder.hpp"
#include "http/webhooks/run_status.hpp"

namespace runledger::http::webhooks {
namespace {

constexpr const char* kDeliveryRoute = "/webhooks/{webhookId}";
constexpr const char* kStatusRoute = "/webhooks/{webhookId}/runs/{runId}";

// Anybody can send without a key: their records are few in the engine's queue and in the log. They have a
// credit of their own, so that they do not keep those of senders with a key from being recorded one by one.
constexpr RefusalRecorder::Limits kStrangers{64, 100};
constexpr RefusalRecorder::Limits kSenders{64, std::nullopt};

// A valid key shows that the sender may know, so this need not look like a missing workflow.
Refusal workflow_disabled() {
  Problem problem;
  problem.status = 404;
  problem.code = Errc::not_found;
  problem.detail = "This webhook's workflow is disabled. Ask its owner to enable it, then send again.";
  return {"workflow_disabled", std::move(problem)};
}

// What the server or the router refused before the front door saw it, by its status.
Refusal refused_outside(int status) {
  Problem problem;
  problem.status = status;
  if (status == 413) {
    problem.code = Errc::limit_exceeded;
    problem.detail = "The content is longer than the server takes.";
    return {"too_large", std::move(problem)};
  }
  if (status == 503) {
    problem.code = Errc::unavailable;
    problem.detail = "The server was shutting down.";
    return {"unavailable", std::move(problem)};
  }
  problem.code = Errc::invalid_input;
  problem.detail = "Deliveries must be POSTed.";
  return {"method_not_allowed", std::move(problem)};
}

std::optional<Wait> wait_of(const Request& request, const definition::WebhookOptions& webhook,
                            const Options& options) {
  if (const auto preferred = preferred_wait(request.headers)) {
    return Wait{std::min(*preferred, options.longest_wait), true};
  }
  if (webhook.respond == definition::WebhookOptions::Respond::completed)
    return Wait{webhook.respond_timeout, false};
  return std::nullopt;
}

}  // namespace

struct FrontDoor::State {
  State(const Services& services_, Options options_)
      : services(services_),
        options(std::move(options_)),
        strangers(std::make_shared<RefusalRecorder>(services.engine, services.clock, kStrangers)),
        senders(std::make_shared<RefusalRecorder>(services.engine, services.clock, kSenders)) {}

  const Services services;
  const Options options;
  const std::shared_ptr<RefusalRecorder> strangers;  // without a valid key
  const std::shared_ptr<RefusalRecorder> senders;    // with one

  void deliver(Request request, const PathParams& params, const Responder& responder) const;
  void show_run(const Request& request, const PathParams& params, const Responder& responder) const;
  void record_refused(const Request& head, int status) const;

 private:
  std::variant<StartRequest, Refusal> judge(Request& request, const Authentication& sender) const;
  void record(const Request& request, const Authentication& sender, const Refusal& refusal) const;
};

FrontDoor::FrontDoor(const Services& services, Options options)
    : state_(std::make_shared<const State>(services, std::move(options))),
      flusher_(std::make_unique<RefusalFlusher>(std::vector{state_->strangers, state_->senders})) {}

FrontDoor::~FrontDoor() = default;

// Cheap refusals first: the key, then whether the workflow takes deliveries, the content's type, its syntax,
// its schema.
std::variant<StartRequest, Refusal> FrontDoor::State::judge(Request& request,
                                                            const Authentication& sender) const {
  if (!sender.key) return no_valid_key(sender.finding);
  if (!sender.workflow->enabled) return workflow_disabled();
  if (auto refusal = check_content_type(request)) return std::move(*refusal);
  const definition::Program& program = *sender.workflow->program;
  auto input = read_input(request, program, options.json_depth);
  if (auto* refusal = std::get_if<Refusal>(&input)) return std::move(*refusal);
  StartRequest start;
  start.run = make_id<RunId>(services.clock, services.random);
  start.workflow = sender.workflow->name;
  start.definition_hash = program.hash;
  start.trigger = run::Trigger::webhook;
  start.input = share(std::move(std::get<Json>(input)));
  start.request = facts_of(request, sender.workflow->name, sender.key);
  start.body = std::move(request.body);
  start.actor = actor_of(sender.key);
  return start;
}

void FrontDoor::State::deliver(Request request, const PathParams& params, const Responder& responder) const {
  const std::string& webhook = params.at("webhookId");
  const auto catalog = services.catalog.snapshot();
  const Authentication sender = authenticate(*catalog, webhook, request.headers);
  auto judged = judge(request, sender);
  if (const auto* refusal = std::get_if<Refusal>(&judged)) {
    responder.respond(problem_response(refusal->problem));
    record(request, sender, *refusal);
    return;
  }
  StartRequest& start = std::get<StartRequest>(judged);
  std::string status_url = options.public_url + "/webhooks/" + webhook + "/runs/" + start.run.text();
  const auto wait = wait_of(request, sender.workflow->program->webhook, options);
  start_run(services.engine, services.clock, senders, std::move(start), std::move(status_url), wait,
            responder);
}

void FrontDoor::State::show_run(const Request& request, const PathParams& params,
                                const Responder& responder) const {
  const auto catalog = services.catalog.snapshot();
  const Authentication sender = authenticate(*catalog, params.at("webhookId"), request.headers);
  if (!sender.key) {
    responder.respond(problem_response(no_valid_key().problem));
    return;
  }
  const auto run = RunId::parse(params.at("runId"));
  if (!run) {
    responder.respond(problem_response(404, Errc::not_found, "This webhook has no such run."));
    return;
  }
  const bool taken =
      services.workers.submit([&queries = services.queries, workflow = sender.workflow->name, run = *run,
                               responder] { responder.respond(run_status(queries, workflow, run)); });
  if (!taken)
    responder.respond(problem_response(Error{Errc::overloaded, "Too many reads are waiting. Try again."}));
}

void FrontDoor::State::record_refused(const Request& head, int status) const {
  if (head.segments.size() != 2 || head.segments.front() != "webhooks") return;
  const auto catalog = services.catalog.snapshot();
  const Authentication sender = authenticate(*catalog, head.segments.back(), head.headers);
  record(head, sender, refused_outside(status));
}

void FrontDoor::State::record(const Request& request, const Authentication& sender,
                              const Refusal& refusal) const {
  const auto workflow = sender.workflow ? std::optional(sender.workflow->name) : std::nullopt;
  const auto& recorder = sender.key ? senders : strangers;
  recorder->record(workflow, refusal, [&] { return facts_of(request, workflow, sender.key); });
}

void FrontDoor::add_routes(Router& router) const {
  const auto state = state_;
  router.add(Method::post, kDeliveryRoute, [state](Request request, PathParams params, Responder responder) {
    state->deliver(std::move(request), params, responder);
  });
  router.observe_wrong_methods(kDeliveryRoute, [state](const Request& request, int status) {
    state->record_refused(request, status);
  });
  router.add(Method::get, kStatusRoute, [state](Request request, PathParams params, Responder responder) {
    state->show_run(request, params, responder);
  });
}

void FrontDoor::add_metrics(Metrics& metrics) const {
  metrics.add_gauge("runledger_webhook_refusals_merged",
                    "Refused deliveries that share a record in the log because they came too fast",
                    [strangers = state_->strangers, senders = state_->senders] {
                      return static_cast<double>(strangers->merged() + senders->merged());
                    });
}

void FrontDoor::record_refused(const Request& head, int status) const {
  state_->record_refused(head, status);
}

}  // namespace runledger::http::webhooks
