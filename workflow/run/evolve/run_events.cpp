#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {
namespace {

void allow_anew(std::optional<Deadline>& deadline, Timestamp from) {
  if (deadline) deadline->at = from + deadline->length;
}

// A leaf that failed or was cut off starts again from its entrance; its parent's cursor still points at it.
bool starts_again(const State& state, std::size_t index) {
  switch (state.frames[index].phase) {
    case Phase::faulted:
    case Phase::acted:
    case Phase::cancelled:
      return true;
    case Phase::waiting: {  // cut off when the error came up around it; else its wait goes on
      const std::size_t origin = state.index_of(state.faulted.task);
      return state.is_within(index, origin == state.frames.size() ? 0 : origin);
    }
    case Phase::entered:
    case Phase::acting:
    case Phase::awaiting:
    case Phase::retrying:
    case Phase::catching:
      return false;
  }
  return false;
}

void start_leaves_again(State& state) {
  for (std::size_t i = state.frames.size(); i-- > 1;) {
    // A block that only lost its children goes on where it was: asked after, not before.
    if (state.frames[i].children == 0 && starts_again(state, i)) pop(state, i);
  }
}

// An admin's retry is a new beginning: the policy's retries and time limits count anew.
void renew(Frame& frame, Timestamp from) {
  allow_anew(frame.deadline, from);
  allow_anew(frame.attempt_deadline, from);
  frame.unknowns = 0;
  if (frame.phase == Phase::retrying) return;
  frame.retries = 0;
  frame.first_failed_at.reset();
}

}  // namespace

Result<Done> apply(State& state, const RunStarted& event) {
  if (state.status != RunStatus::not_started) return impossible("the run has started before");
  if (!event.input) return impossible("it has no input");
  state.status = RunStatus::running;
  state.started = event;
  state.context = share(Json());
  state.deadline = deadline_of(event.deadline, event.started_at);
  Frame root;
  root.ref.task = kRootTask;
  root.raw_input = event.transformed_input ? event.transformed_input : event.input;
  root.input = root.raw_input;
  root.data = root.input;
  root.started_at = event.started_at;
  state.frames.push_back(std::move(root));
  return Done{};
}

Result<Done> apply(State& state, const RunCompleted& event) {
  if (auto goes_on = check_goes_on(state); !goes_on) return goes_on;
  if (state.frames.size() != 1) return impossible("task " + state.frames.back().ref.task + " is under way");
  const auto& next = state.frames.back().next;
  if (next && next->starts_with('/')) return impossible("task " + *next + " is still to come");
  state.status = RunStatus::completed;
  state.output = event.output;
  state.finished_at = event.completed_at;
  state.frames.clear();
  return Done{};
}

Result<Done> apply(State& state, const RunFaulted& event) {
  if (!state.active()) return impossible("the run is " + std::string(name_of(state.status)));
  if (const Frame* acting = awaited_within(state, 0)) {
    return impossible("what " + acting->ref.task + " awaits is under way");
  }
  if (state.error ? event.ref != state.faulted : !event.ref.task.empty()) {
    return impossible("task " + event.ref.task + " did not fault");
  }
  state.status = RunStatus::faulted;
  state.error = event.error;
  state.faulted = event.ref;
  state.finished_at = event.faulted_at;
  return Done{};
}

Result<Done> apply(State& state, const RunRetried& event) {
  if (state.status != RunStatus::faulted && state.status != RunStatus::quarantined) {
    return impossible("the run is " + std::string(name_of(state.status)));
  }
  if (state.status == RunStatus::faulted) start_leaves_again(state);
  for (Frame& frame : state.frames) renew(frame, event.retried_at);
  allow_anew(state.deadline, event.retried_at);
  state.error.reset();
  state.status = pace_of(state);
  state.faulted = {};
  state.finished_at.reset();
  return Done{};
}

Result<Done> apply(State& state, const RunQuarantined& event) {
  if (!state.active()) return impossible("the run is " + std::string(name_of(state.status)));
  state.status = RunStatus::quarantined;
  state.finished_at = event.quarantined_at;
  return Done{};
}

Result<Done> apply(State& state, const RunCancelled& event) {
  if (state.status != RunStatus::quarantined) {
    if (auto goes_on = check_goes_on(state); !goes_on) return goes_on;
  }
  if (const Frame* awaits = awaited_within(state, 0); awaits != nullptr && state.active()) {
    return impossible("what " + awaits->ref.task + " awaits is under way");
  }
  state.status = RunStatus::cancelled;
  state.finished_at = event.cancelled_at;
  state.error.reset();
  state.frames.clear();
  return Done{};
}

}  // namespace runledger::run::evolution
