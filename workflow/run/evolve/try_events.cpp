#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {
namespace {

// The task's frame when it is a try that holds an error which it has not yet dealt with.
Result<Frame*> with_open_error(State& state, const TaskRef& ref) {
  const auto leaf = find_leaf(state, ref);
  if (!leaf) return leaf.error();
  Frame* frame = &state.frames[*leaf];
  if (frame->phase == Phase::entered && frame->error) return frame;
  return impossible("task " + ref.task + " has caught no error");
}

void start_over(Frame& frame, Phase phase) {
  frame.phase = phase;
  frame.next.reset();
  frame.data = frame.input;
  frame.wake_at.reset();
}

}  // namespace

Result<Done> apply(State& state, const RetryScheduled& event) {
  const auto found = with_open_error(state, event.ref);
  if (!found) return found.error();
  Frame& frame = **found;
  if (event.retry != frame.retries + 1) {
    return impossible("retry " + std::to_string(event.retry) + " cannot follow retry " +
                      std::to_string(frame.retries));
  }
  frame.phase = Phase::retrying;
  frame.retries = event.retry;
  frame.wake_at = event.due;
  state.status = pace_of(state);
  return Done{};
}

Result<Done> apply(State& state, const RetryStarted& event) {
  const auto leaf = find_leaf(state, event.ref);
  if (!leaf) return leaf.error();
  Frame& frame = state.frames[*leaf];
  if (frame.phase != Phase::retrying || event.retry != frame.retries) {
    return impossible("retry " + std::to_string(event.retry) + " of " + event.ref.task +
                      " was not scheduled");
  }
  start_over(frame, Phase::entered);
  frame.error.reset();
  frame.began = state.version;
  frame.attempt_deadline = deadline_of(event.attempt_deadline, event.started_at);
  state.status = RunStatus::running;
  return Done{};
}

Result<Done> apply(State& state, const ErrorCaught& event) {
  const auto found = with_open_error(state, event.ref);
  if (!found) return found.error();
  start_over(**found, Phase::catching);
  give_up(state, **found);
  (*found)->error = event.error;
  return Done{};
}

}  // namespace runledger::run::evolution
