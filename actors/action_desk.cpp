#include "actors/action_desk.hpp"

#include <utility>
#include <variant>

namespace runledger::actors {
namespace {

run::RunError could_not_be_handed_out(const run::ActionStarted& intent, const Error& error) {
  run::RunError failure;
  failure.type = run::error_type::kRuntime;
  failure.title = "The effect could not be carried out";
  failure.detail = error.message;
  failure.instance = intent.ref.task;
  return failure;
}

}  // namespace

ActionDesk::ActionDesk(RunId run, WorkflowName workflow, ServicesPtr services, RunMemory& memory)
    : run_(run), workflow_(std::move(workflow)), services_(std::move(services)), memory_(memory) {}

void ActionDesk::add(const run::State& after, const std::vector<run::RunEvent>& events) {
  for (const run::RunEvent& event : events) {
    for (run::Action& action : run::actions_after(after, event)) {
      // WakeAt and ReportEnd follow from the state as a whole: see RunSession::publish.
      if (auto* perform = std::get_if<run::PerformAction>(&action)) waiting_.push_back(std::move(*perform));
      if (const auto* cancel = std::get_if<run::CancelAction>(&action)) withdraw(*cancel);
      if (std::holds_alternative<run::TendChildren>(action)) services_->switchboard.tend_children();
    }
  }
}

void ActionDesk::withdraw(const run::CancelAction& action) {
  std::erase_if(waiting_, [&](const run::PerformAction& waiting) {
    return waiting.intent.ref == action.ref && waiting.intent.attempt == action.attempt;
  });
  // Its outcome still comes, and is refused by the core as too late.
  if (memory_.in_flight.contains(key_of(action.ref, action.attempt))) {
    services_->ports.runner.cancel(run_, action.ref, action.attempt);
  }
}

void ActionDesk::add_missing(const run::State& state, const std::vector<run::ActionStarted>& open) {
  for (const run::ActionStarted& intent : open) {
    if (!memory_.in_flight.contains(key_of(intent.ref, intent.attempt))) add(state, {run::RunEvent{intent}});
  }
}

bool ActionDesk::perform_all(const run::State& state) {
  while (!waiting_.empty()) {
    const run::PerformAction& next = waiting_.front();
    auto performed = services_->ports.runner.perform(
        {run_, next.intent, next.idempotency_key, state.started.secret_nonce},
        [services = services_, run = run_, workflow = workflow_, ref = next.intent.ref,
         attempt = next.intent.attempt](run::ActionOutcome outcome) {
          services->switchboard.deliver(
              {run, workflow,
               OutcomeMail{ref, attempt, std::move(outcome), services->unrecorded_outcomes.take()}});
        });
    if (!performed && performed.error().code == Errc::overloaded) return false;
    memory_.in_flight.insert(key_of(next.intent.ref, next.intent.attempt));
    if (!performed) {
      deliver_outcome(next.intent, run::Failed{could_not_be_handed_out(next.intent, performed.error())});
    }
    waiting_.pop_front();
  }
  return true;
}

void ActionDesk::deliver_outcome(const run::ActionStarted& intent, run::ActionOutcome outcome) const {
  services_->switchboard.deliver(
      {run_, workflow_, OutcomeMail{intent.ref, intent.attempt, std::move(outcome)}});
}

}  // namespace runledger::actors
