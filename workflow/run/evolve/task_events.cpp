#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {
namespace {

bool takes_child(const Frame& block, const std::string& task) {
  if (block.phase != Phase::catching && (block.phase != Phase::entered || block.error)) return false;
  if (!block.is_fork()) return block.children == 0 && (!block.next || *block.next == task);
  const auto branch = branch_of(block, task);
  return branch && !block.begun.has(*branch);
}

// The block in which `ref` is what has to be done next; the reason when there is none.
Result<std::size_t> find_block(const State& state, const TaskRef& ref) {
  if (auto goes_on = check_goes_on(state); !goes_on) return std::move(goes_on).error();
  const std::size_t index = around(state, ref.task);
  if (index == state.frames.size()) return impossible("task " + ref.task + " is in no block");
  const Frame& block = state.frames[index];
  if (!takes_child(block, ref.task)) {
    return impossible("task " + ref.task + " is not what follows in " + block.ref.task);
  }
  const std::uint32_t expected = state.tally(ref.task).completed;
  if (ref.iteration != expected) {
    return impossible("iteration " + std::to_string(ref.iteration) + " of " + ref.task +
                      " is out of order; expected " + std::to_string(expected));
  }
  return index;
}

// More than any definition may have: a damaged number must not ask for gigabytes.
constexpr std::uint32_t kMaxBranches = 10'000;

bool is_direction(std::string_view next) {
  return next.empty() || next == "exit" || next == "end" || next.front() == '/';
}

// The task is over: count it and move the block's cursor.
void close(State& state, Frame& block, const TaskRef& ref, const std::string& next) {
  count(state, ref.task);
  if (block.is_fork()) {  // has no cursor; only `end` passes through it
    if (block.next != "end") block.next = next == "end" ? next : std::string();
    block.begun.begin(*branch_of(block, ref.task));
  } else {
    block.next = next;
  }
  state.status = pace_of(state);
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
    case Phase::awaiting:
    case Phase::retrying:
    case Phase::faulted:
    case Phase::cancelled:
      return false;
  }
  return false;
}

// What the block has at hand for its next child, or, of a fork, for the end.
void take_output(Frame& block, const TaskRef& ref, const SharedJson& output) {
  if (!block.is_fork()) {
    block.data = output;
    return;
  }
  const std::size_t branch = *branch_of(block, ref.task);
  block.outputs[branch] = output;
  if (!block.winner) block.winner = branch;
}

// The block of a task that completed: of the one under way that has nothing left to do, whose frame goes, or
// of one that was carried out at once.
Result<std::size_t> leave(State& state, const TaskCompleted& event) {
  if (state.index_of(event.ref.task) == state.frames.size()) return find_block(state, event.ref);
  const auto leaf = find_leaf(state, event.ref);
  if (!leaf) return leaf;
  if (*leaf == 0) return impossible("the root block has no event of its own");
  const Frame& frame = state.frames[*leaf];
  if (!can_complete(frame)) return impossible("task " + event.ref.task + " is not at its end");
  if (event.input) return impossible("the input of " + event.ref.task + " was told when it started");
  const std::size_t block = frame.parent;
  give_up(state, state.frames[*leaf]);
  pop(state, *leaf);
  return block;
}

// Where the error came up: the frame of its task, or that of its block when it came up at the entrance.
Result<std::size_t> find_origin(const State& state, const TaskRef& ref) {
  const std::size_t index = state.index_of(ref.task);
  if (index == state.frames.size()) return find_block(state, ref);
  if (auto goes_on = check_goes_on(state); !goes_on) return std::move(goes_on).error();
  if (index == 0 || state.frames[index].ref != ref)
    return impossible("task " + ref.task + " is not under way");
  return index;
}

Result<Done> check_nothing_acts(const State& state, std::size_t root) {
  const Frame* acting = awaited_within(state, root);
  if (acting == nullptr) return Done{};
  return impossible("what " + acting->ref.task + " awaits is under way");
}

Result<Done> hand_to_try(State& state, std::size_t origin, const TaskFaulted& event) {
  const std::size_t at = state.index_of(event.caught_by);
  const bool catches = at < state.frames.size() && state.is_within(origin, at) &&
                       event.caught_by != event.ref.task && state.frames[at].phase == Phase::entered &&
                       !state.frames[at].error;
  if (!catches) return impossible(event.caught_by + " cannot catch an error of " + event.ref.task);
  if (auto quiet = check_nothing_acts(state, at); !quiet) return quiet;
  cut_off_below(state, at);
  Frame& frame = state.frames[at];
  frame.error = event.error;
  frame.attempt_deadline.reset();
  if (!frame.first_failed_at) frame.first_failed_at = event.faulted_at;
  state.status = RunStatus::running;
  return Done{};
}

// The frames stay as they are, for RunRetried to go on from. Only a leaf is marked.
Result<Done> leave_uncaught(State& state, std::size_t origin, const TaskFaulted& event) {
  if (auto quiet = check_nothing_acts(state, 0); !quiet) return quiet;
  state.error = event.error;
  state.faulted = event.ref;
  state.status = RunStatus::running;
  Frame& frame = state.frames[origin];
  if (frame.ref != event.ref || frame.children > 0 || frame.next) return Done{};
  frame.phase = Phase::faulted;
  frame.error = event.error;
  frame.wake_at.reset();
  return Done{};
}

}  // namespace

Result<Done> apply(State& state, const TaskStarted& event) {
  const auto block = find_block(state, event.ref);
  if (!block) return block.error();
  if (event.items && !event.items->is_array()) return impossible("the items of a loop must be an array");
  if (event.branches > kMaxBranches) return impossible("a fork of so many branches cannot be");
  Frame frame;
  frame.ref = event.ref;
  frame.items = event.items;
  frame.outputs.resize(event.branches);
  frame.begun = BegunBranches(event.branches);
  frame.raw_input = state.frames[*block].data;
  frame.input = event.input ? event.input : frame.raw_input;
  frame.data = event.arguments ? event.arguments : frame.input;
  frame.attempt = state.tally(event.ref.task).attempts;
  frame.started_at = event.started_at;
  frame.began = state.version;
  frame.deadline = deadline_of(event.deadline, event.started_at);
  frame.attempt_deadline = deadline_of(event.attempt_deadline, event.started_at);
  push(state, *block, std::move(frame));
  return Done{};
}

Result<Done> apply(State& state, const TaskSkipped& event) {
  const auto block = find_block(state, event.ref);
  if (!block) return block.error();
  if (!is_direction(event.next)) return impossible("'" + event.next + "' leads nowhere");
  Frame& frame = state.frames[*block];
  if (frame.is_fork()) frame.outputs[*branch_of(frame, event.ref.task)] = frame.data;
  close(state, frame, event.ref, event.next);
  return Done{};
}

Result<Done> apply(State& state, const TaskCompleted& event) {
  if (!is_direction(event.next)) return impossible("'" + event.next + "' leads nowhere");
  const auto index = leave(state, event);
  if (!index) return index.error();
  Frame& block = state.frames[*index];
  take_output(block, event.ref, event.output);
  if (event.context) state.context = event.context;
  close(state, block, event.ref, event.next);
  return Done{};
}

Result<Done> apply(State& state, const TaskFaulted& event) {
  const auto origin = find_origin(state, event.ref);
  if (!origin) return origin.error();
  if (!event.caught_by.empty()) return hand_to_try(state, *origin, event);
  return leave_uncaught(state, *origin, event);
}

Result<Done> apply(State& state, const WaitStarted& event) {
  const auto leaf = find_leaf(state, event.ref);
  if (!leaf) return leaf.error();
  Frame& frame = state.frames[*leaf];
  if (frame.phase != Phase::entered || frame.next || frame.error || *leaf == 0) {
    return impossible("task " + event.ref.task + " cannot wait now");
  }
  frame.phase = Phase::waiting;
  frame.wake_at = event.until;
  state.status = pace_of(state);
  return Done{};
}

Result<Done> apply(State& state, const EventEmitted& event) {
  if (!event.event->is_object()) return impossible("an event must be an object");
  if (const auto block = find_block(state, event.ref); !block) return block.error();
  return Done{};
}

}  // namespace runledger::run::evolution
