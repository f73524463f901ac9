#include <algorithm>

#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {

Error impossible(std::string why) {
  return Error{Errc::corrupt_history, std::move(why)};
}

Result<Done> check_goes_on(const State& state) {
  if (!state.active()) return impossible("the run is " + std::string(name_of(state.status)));
  if (state.error) return impossible("an error was not caught; the run must fault first");
  return Done{};
}

Result<std::size_t> find_leaf(const State& state, const TaskRef& ref) {
  if (auto goes_on = check_goes_on(state); !goes_on) return std::move(goes_on).error();
  const std::size_t index = state.index_of(ref.task);
  if (index == state.frames.size()) return impossible("task " + ref.task + " is not under way");
  const Frame& frame = state.frames[index];
  if (frame.ref != ref) {
    return impossible("iteration " + std::to_string(frame.ref.iteration) + " of " + ref.task +
                      " is under way, not iteration " + std::to_string(ref.iteration));
  }
  if (frame.children > 0) return impossible("a task inside " + ref.task + " is still under way");
  return index;
}

std::size_t around(const State& state, std::string_view task) {
  for (std::size_t i = state.frames.size(); i-- > 0;) {
    const std::string& outer = state.frames[i].ref.task;
    if (task.size() > outer.size() && task[outer.size()] == '/' && task.starts_with(outer)) return i;
  }
  return state.frames.size();
}

const Frame* awaited_within(const State& state, std::size_t root) {
  for (std::size_t i = root; i < state.frames.size(); ++i) {
    const Phase phase = state.frames[i].phase;
    const bool awaits = phase == Phase::acting || phase == Phase::awaiting;
    if (awaits && state.is_within(i, root)) return &state.frames[i];
  }
  return nullptr;
}

RunStatus pace_of(const State& state) {
  for (std::size_t i = state.frames.size(); i-- > 0;) {
    const Frame& frame = state.frames[i];
    if (frame.is_fork() && frame.has_branch_to_start()) return RunStatus::running;
    const bool rests =
        frame.phase == Phase::waiting || frame.phase == Phase::retrying || frame.phase == Phase::awaiting;
    if (frame.children == 0 && !rests) return RunStatus::running;
  }
  return RunStatus::waiting;
}

void push(State& state, std::size_t parent, Frame frame) {
  frame.parent = parent;
  Frame& block = state.frames[parent];
  ++block.children;
  if (const auto branch = branch_of(block, frame.ref.task)) block.begun.begin(*branch);
  state.frames.push_back(std::move(frame));
}

void pop(State& state, std::size_t frame) {
  Frame& block = state.frames[state.frames[frame].parent];
  --block.children;
  if (const auto branch = branch_of(block, state.frames[frame].ref.task)) block.begun.give_back(*branch);
  state.frames.erase(state.frames.begin() + static_cast<std::ptrdiff_t>(frame));
  for (std::size_t i = frame; i < state.frames.size(); ++i) {
    if (state.frames[i].parent > frame) --state.frames[i].parent;
  }
}

void cut_off_below(State& state, std::size_t guard) {
  // Children come after their parents: from the end on, each is a leaf when its turn comes.
  for (std::size_t i = state.frames.size(); i-- > guard + 1;) {
    if (!state.is_within(i, guard)) continue;
    keep_number(state, state.frames[guard], state.frames[i]);
    pop(state, i);
  }
}

std::optional<Deadline> deadline_of(const std::optional<Timestamp>& at, Timestamp from) {
  if (!at) return std::nullopt;
  return Deadline{*at, *at - from};
}

}  // namespace runledger::run::evolution
