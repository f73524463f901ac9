#include "workflow/run/evolve/apply.hpp"
#include "workflow/run/standard_errors.hpp"

namespace runledger::run::evolution {
namespace {

// The innermost frame when that attempt of its action is under way.
Frame* acting(State& state, const TaskRef& ref, std::uint32_t attempt, std::string& why) {
  Frame* frame = innermost(state, ref, why);
  if (frame == nullptr) return nullptr;
  if (frame->phase == Phase::acting && frame->attempt == attempt) return frame;
  why = "attempt " + std::to_string(attempt) + " of " + ref.task + " is not under way";
  return nullptr;
}

Result<Done> end_with_error(State& state, const TaskRef& ref, std::uint32_t attempt, RunError error) {
  std::string why;
  Frame* frame = acting(state, ref, attempt, why);
  if (frame == nullptr) return impossible(std::move(why));
  frame->phase = Phase::acted;
  frame->error = std::move(error);
  return Done{};
}

}  // namespace

Result<Done> apply(State& state, const ActionStarted& event) {
  std::string why;
  Frame* frame = innermost(state, event.ref, why);
  if (frame == nullptr) return impossible(std::move(why));
  if (frame->phase != Phase::entered || frame->next || frame->error || state.frames.size() == 1) {
    return impossible("task " + event.ref.task + " cannot act now");
  }
  Tally& tally = state.tallies[event.ref.task];
  if (event.attempt != tally.attempts + 1) {
    return impossible("attempt " + std::to_string(event.attempt) + " of " + event.ref.task +
                      " cannot follow attempt " + std::to_string(tally.attempts));
  }
  tally.attempts = event.attempt;
  frame->attempt = event.attempt;
  frame->phase = Phase::acting;
  return Done{};
}

Result<Done> apply(State& state, const ActionSucceeded& event) {
  std::string why;
  Frame* frame = acting(state, event.ref, event.attempt, why);
  if (frame == nullptr) return impossible(std::move(why));
  frame->phase = Phase::acted;
  frame->data = event.result;
  return Done{};
}

Result<Done> apply(State& state, const ActionFailed& event) {
  return end_with_error(state, event.ref, event.attempt, event.error);
}

Result<Done> apply(State& state, const ActionTimedOut& event) {
  return end_with_error(state, event.ref, event.attempt,
                        timeout_error(event.ref.task, "the action did not end within its time"));
}

Result<Done> apply(State& state, const ActionOutcomeUnknown& event) {
  if (!event.repeated) {
    return end_with_error(state, event.ref, event.attempt,
                          outcome_unknown_error(event.ref.task, event.detail));
  }
  std::string why;
  Frame* frame = acting(state, event.ref, event.attempt, why);
  if (frame == nullptr) return impossible(std::move(why));
  frame->phase = Phase::entered;
  ++frame->unknowns;
  return Done{};
}

}  // namespace runledger::run::evolution
