#include <algorithm>

#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {
namespace {

// Whether `ref` is what the innermost block has to do next; the reason when it is not.
Result<Done> check_is_next(const State& state, const TaskRef& ref) {
  if (!state.active()) return impossible("the run is " + std::string(name_of(state.status)));
  if (state.error) return impossible("an error was not caught; the run must fault first");
  const Frame& parent = state.frames.back();
  const bool takes_children =
      parent.phase == Phase::catching || (parent.phase == Phase::entered && !parent.error);
  if (!takes_children || (parent.next && *parent.next != ref.task) || !ref.task.starts_with('/')) {
    return impossible("task " + ref.task + " is not what follows in " + parent.ref.task);
  }
  if (state.find(ref.task) != nullptr) return impossible("task " + ref.task + " is under way already");
  if (ref.iteration != state.tally(ref.task).completed) {
    return impossible("iteration " + std::to_string(ref.iteration) + " of " + ref.task +
                      " is out of order; expected " + std::to_string(state.tally(ref.task).completed));
  }
  return Done{};
}

bool is_direction(std::string_view next) {
  return next.empty() || next == "exit" || next == "end" || next.front() == '/';
}

// The task is over: count it and move the block's cursor.
void close(State& state, Frame& block, const TaskRef& ref, const std::string& next) {
  const auto tally = state.tallies.find(std::string_view(ref.task));
  if (tally == state.tallies.end()) {
    state.tallies.emplace(ref.task, Tally{1, 0});
  } else {
    tally->second = Tally{tally->second.completed + 1, 0};
  }
  block.next = next;
  state.status = RunStatus::running;
}

bool can_complete(const Frame& frame) {
  switch (frame.phase) {
    case Phase::entered:
    case Phase::acted:
      return !frame.error;
    case Phase::waiting:
    case Phase::catching:
      return true;
    case Phase::acting:
    case Phase::retrying:
    case Phase::faulted:
      return false;
  }
  return false;
}

// Whether the task that completed is the one under way, and has nothing left to do.
Result<Done> check_is_at_its_end(State& state, const TaskCompleted& event) {
  std::string why;
  const Frame* frame = innermost(state, event.ref, why);
  if (frame == nullptr) return impossible(std::move(why));
  if (state.frames.size() == 1) return impossible("the root block has no event of its own");
  if (!can_complete(*frame)) return impossible("task " + event.ref.task + " is not at its end");
  if (event.input) return impossible("the input of " + event.ref.task + " was told when it started");
  return Done{};
}

std::size_t index_of(const State& state, std::string_view task) {
  const auto found = std::find_if(state.frames.begin(), state.frames.end(),
                                  [&](const Frame& frame) { return frame.ref.task == task; });
  return static_cast<std::size_t>(found - state.frames.begin());
}

Result<Done> hand_to_try(State& state, std::size_t origin, const TaskFaulted& event) {
  const std::size_t at = index_of(state, event.caught_by);
  if (at >= origin || state.frames[at].phase != Phase::entered || state.frames[at].error) {
    return impossible(event.caught_by + " cannot catch an error of " + event.ref.task);
  }
  state.frames.resize(at + 1);
  Frame& frame = state.frames.back();
  frame.error = event.error;
  frame.attempt_deadline.reset();
  if (!frame.first_failed_at) frame.first_failed_at = event.faulted_at;
  state.status = RunStatus::running;
  return Done{};
}

// The frames stay as they are, for RunRetried to go on from. Only a leaf is marked.
void leave_uncaught(State& state, std::size_t origin, const TaskFaulted& event) {
  state.error = event.error;
  state.faulted = event.ref;
  state.status = RunStatus::running;
  if (origin + 1 != state.frames.size() || state.frames.back().next) return;
  state.frames.back().phase = Phase::faulted;
  state.frames.back().error = event.error;
  state.frames.back().wake_at.reset();
}

}  // namespace

Result<Done> apply(State& state, const TaskStarted& event) {
  if (auto possible = check_is_next(state, event.ref); !possible) return possible;
  Frame frame;
  frame.ref = event.ref;
  frame.raw_input = state.frames.back().data;
  frame.input = event.input ? event.input : frame.raw_input;
  frame.data = event.arguments ? event.arguments : frame.input;
  frame.attempt = state.tally(event.ref.task).attempts;
  frame.started_at = event.started_at;
  frame.deadline = deadline_of(event.deadline, event.started_at);
  frame.attempt_deadline = deadline_of(event.attempt_deadline, event.started_at);
  state.frames.push_back(std::move(frame));
  return Done{};
}

Result<Done> apply(State& state, const TaskSkipped& event) {
  if (auto possible = check_is_next(state, event.ref); !possible) return possible;
  if (!is_direction(event.next)) return impossible("'" + event.next + "' leads nowhere");
  close(state, state.frames.back(), event.ref, event.next);
  return Done{};
}

Result<Done> apply(State& state, const TaskCompleted& event) {
  auto possible = state.find(event.ref.task) == nullptr ? check_is_next(state, event.ref)
                                                        : check_is_at_its_end(state, event);
  if (!possible) return possible;
  if (!is_direction(event.next)) return impossible("'" + event.next + "' leads nowhere");
  if (state.frames.back().ref == event.ref) state.frames.pop_back();
  Frame& block = state.frames.back();
  block.data = event.output;
  if (event.context) state.context = event.context;
  close(state, block, event.ref, event.next);
  return Done{};
}

Result<Done> apply(State& state, const TaskFaulted& event) {
  const std::size_t origin = index_of(state, event.ref.task);
  if (origin == state.frames.size()) {
    if (auto possible = check_is_next(state, event.ref); !possible) return possible;
  } else if (!state.active() || state.error || origin == 0 || state.frames[origin].ref != event.ref) {
    return impossible("task " + event.ref.task + " is not under way");
  }
  if (state.frames.back().phase == Phase::acting) {
    return impossible("the action of " + state.frames.back().ref.task + " is under way");
  }
  if (!event.caught_by.empty()) return hand_to_try(state, origin, event);
  leave_uncaught(state, origin, event);
  return Done{};
}

Result<Done> apply(State& state, const WaitStarted& event) {
  std::string why;
  Frame* frame = innermost(state, event.ref, why);
  if (frame == nullptr) return impossible(std::move(why));
  if (frame->phase != Phase::entered || frame->next || frame->error || state.frames.size() == 1) {
    return impossible("task " + event.ref.task + " cannot wait now");
  }
  frame->phase = Phase::waiting;
  frame->wake_at = event.until;
  state.status = RunStatus::waiting;
  return Done{};
}

}  // namespace runledger::run::evolution
