#include <charconv>

#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {
namespace {

// Lost work is done with, whatever it was: should the fork run again, that is other work.
void cancel(State& state, std::size_t branch) {
  for (std::size_t i = state.frames.size(); i-- > branch;) {
    if (!state.is_within(i, branch)) continue;
    give_up(state, state.frames[i]);
    count(state, std::string(state.frames[i].ref.task));
    pop(state, i);
  }
}

}  // namespace

// "<fork>/fork/branches/<number>/<name>"
std::optional<std::size_t> branch_of(const Frame& fork, std::string_view task) {
  if (!fork.is_fork()) return std::nullopt;
  constexpr std::string_view kBranches = "/fork/branches/";
  if (!task.starts_with(fork.ref.task)) return std::nullopt;
  task.remove_prefix(fork.ref.task.size());
  if (!task.starts_with(kBranches)) return std::nullopt;
  task.remove_prefix(kBranches.size());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(task.data(), task.data() + task.size(), number);
  const bool is_branch = error == std::errc() && end != task.data() + task.size() && *end == '/';
  if (!is_branch || number >= fork.outputs.size()) return std::nullopt;
  return number;
}

Result<Done> apply(State& state, const TaskCancelled& event) {
  if (auto goes_on = check_goes_on(state); !goes_on) return goes_on;
  const std::size_t index = state.index_of(event.ref.task);
  if (index == state.frames.size() || index == 0 || state.frames[index].ref != event.ref) {
    return impossible("task " + event.ref.task + " is not under way");
  }
  const Frame& fork = state.frames[state.frames[index].parent];
  if (!fork.is_fork() || !fork.winner) return impossible("task " + event.ref.task + " has lost no race");
  if (const Frame* acting = awaited_within(state, index)) {
    return impossible("what " + acting->ref.task + " awaits is under way");
  }
  cancel(state, index);
  return Done{};
}

}  // namespace runledger::run::evolution
