#include <algorithm>

#include "workflow/run/evolve/apply.hpp"

// TaskRef::iteration, and with it the Idempotency-Key: the same for the repetition of one piece of work,
// never the same for two.
namespace runledger::run::evolution {
namespace {

void remember(std::vector<TaskRef>& refs, const TaskRef& ref) {
  const auto same = [&](const TaskRef& other) { return other.task == ref.task; };
  const auto known = std::find_if(refs.begin(), refs.end(), same);
  if (known == refs.end()) {
    refs.push_back(ref);
  } else {
    *known = ref;
  }
}

}  // namespace

void count(State& state, const std::string& task) {
  Tally& tally = state.tallies[task];
  tally = Tally{tally.completed + 1, 0, state.version};
}

void give_up(State& state, Frame& guard) {
  for (const TaskRef& ref : guard.cut_off) {
    if (state.tally(ref.task).completed == ref.iteration) count(state, ref.task);
  }
  guard.cut_off.clear();
}

// Work that came up for the second time in this attempt (a loop) is not what the next attempt begins with:
// were its number kept, the first round would get it.
void keep_number(State& state, Frame& guard, const Frame& below) {
  if (state.tally(below.ref.task).at > guard.began) {
    count(state, below.ref.task);
  } else {
    remember(guard.cut_off, below.ref);
  }
  for (const TaskRef& ref : below.cut_off) remember(guard.cut_off, ref);
}

}  // namespace runledger::run::evolution
