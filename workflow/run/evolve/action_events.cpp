#include "workflow/run/doubt.hpp"
#include "workflow/run/evolve/apply.hpp"
#include "workflow/run/standard_errors.hpp"

namespace runledger::run::evolution {
namespace {

// The task's frame when that attempt of its action is under way.
Result<Frame*> acting(State& state, const TaskRef& ref, std::uint32_t attempt) {
  const auto leaf = find_leaf(state, ref);
  if (!leaf) return leaf.error();
  Frame* frame = &state.frames[*leaf];
  if (frame->phase == Phase::acting && frame->attempt == attempt) return frame;
  return impossible("attempt " + std::to_string(attempt) + " of " + ref.task + " is not under way");
}

Result<Done> end_with_error(State& state, const TaskRef& ref, std::uint32_t attempt, RunError error) {
  const auto frame = acting(state, ref, attempt);
  if (!frame) return frame.error();
  (*frame)->phase = Phase::acted;
  (*frame)->error = std::move(error);
  return Done{};
}

}  // namespace

Result<Done> apply(State& state, const ActionStarted& event) {
  const auto leaf = find_leaf(state, event.ref);
  if (!leaf) return leaf.error();
  Frame& frame = state.frames[*leaf];
  if (frame.phase != Phase::entered || frame.next || frame.error || *leaf == 0) {
    return impossible("task " + event.ref.task + " cannot act now");
  }
  Tally& tally = state.tallies[event.ref.task];
  if (event.attempt != tally.attempts + 1) {
    return impossible("attempt " + std::to_string(event.attempt) + " of " + event.ref.task +
                      " cannot follow attempt " + std::to_string(tally.attempts));
  }
  tally.attempts = event.attempt;
  frame.attempt = event.attempt;
  frame.phase = Phase::acting;
  return Done{};
}

Result<Done> apply(State& state, const ActionSucceeded& event) {
  const auto frame = acting(state, event.ref, event.attempt);
  if (!frame) return frame.error();
  (*frame)->phase = Phase::acted;
  (*frame)->data = event.result;
  return Done{};
}

Result<Done> apply(State& state, const ActionFailed& event) {
  return end_with_error(state, event.ref, event.attempt, event.error);
}

Result<Done> apply(State& state, const ActionTimedOut& event) {
  return end_with_error(state, event.ref, event.attempt,
                        timeout_error(event.ref.task, "the action did not end within its time"));
}

Result<Done> apply(State& state, const ActionCancelled& event) {
  const auto frame = acting(state, event.ref, event.attempt);
  if (!frame) return frame.error();
  (*frame)->phase = Phase::cancelled;
  return Done{};
}

Result<Done> apply(State& state, const ActionOutcomeUnknown& event) {
  if (!event.repeated) {
    return end_with_error(state, event.ref, event.attempt,
                          outcome_unknown_error(event.ref.task, event.detail));
  }
  const auto frame = acting(state, event.ref, event.attempt);
  if (!frame) return frame.error();
  (*frame)->phase = Phase::entered;
  (*frame)->unknowns += event.engine_stopped ? kWeightOfStop : kWeightOfLoss;
  return Done{};
}

}  // namespace runledger::run::evolution
