#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {
namespace {

// The task's frame when it awaits that child.
Result<Frame*> awaiting(State& state, const TaskRef& ref, RunId child) {
  const auto leaf = find_leaf(state, ref);
  if (!leaf) return leaf.error();
  Frame* frame = &state.frames[*leaf];
  if (frame->phase == Phase::awaiting && frame->child == child) return frame;
  return impossible(ref.task + " does not await the run " + child.text());
}

Result<Done> end(State& state, const TaskRef& ref, RunId child, const SharedJson& data) {
  const auto frame = awaiting(state, ref, child);
  if (!frame) return frame.error();
  (*frame)->phase = Phase::acted;
  if (data) (*frame)->data = data;
  state.status = pace_of(state);
  return Done{};
}

}  // namespace

Result<Done> apply(State& state, const ChildRunRequested& event) {
  const auto leaf = find_leaf(state, event.ref);
  if (!leaf) return leaf.error();
  Frame& frame = state.frames[*leaf];
  if (frame.phase != Phase::entered || frame.next || frame.error || *leaf == 0) {
    return impossible("task " + event.ref.task + " cannot ask for a run now");
  }
  frame.phase = Phase::awaiting;
  frame.child = event.child;
  state.status = pace_of(state);
  return Done{};
}

Result<Done> apply(State& state, const ChildRunBegan& event) {
  return end(state, event.ref, event.child, nullptr);
}

Result<Done> apply(State& state, const ChildRunCompleted& event) {
  return end(state, event.ref, event.child, event.output);
}

Result<Done> apply(State& state, const ChildRunFailed& event) {
  auto ended = end(state, event.ref, event.child, nullptr);
  if (ended) state.frames[state.index_of(event.ref.task)].error = event.error;
  return ended;
}

// A run that was set aside may give its children up too: it is being cancelled.
Result<Done> apply(State& state, const ChildRunCancelled& event) {
  const std::size_t index = state.index_of(event.ref.task);
  const bool awaits = index < state.frames.size() && state.frames[index].ref == event.ref &&
                      state.frames[index].phase == Phase::awaiting &&
                      state.frames[index].child == event.child;
  if (!awaits) return impossible(event.ref.task + " does not await the run " + event.child.text());
  state.frames[index].phase = Phase::cancelled;
  if (state.active()) state.status = pace_of(state);
  return Done{};
}

}  // namespace runledger::run::evolution
