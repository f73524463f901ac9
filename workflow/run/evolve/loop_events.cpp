#include <boost/json/array.hpp>

#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {
namespace {

// Before the first round, or after the last task of one.
bool is_between_rounds(const Frame& loop) {
  if (loop.phase != Phase::entered || loop.error) return false;
  if (!loop.next) return loop.rounds == 0;
  return loop.next->empty() || *loop.next == "exit";
}

}  // namespace

Result<Done> apply(State& state, const RoundStarted& event) {
  const auto leaf = find_leaf(state, event.ref);
  if (!leaf) return leaf.error();
  Frame& loop = state.frames[*leaf];
  if (!loop.items || !is_between_rounds(loop)) {
    return impossible("task " + event.ref.task + " cannot begin a round now");
  }
  if (event.index != loop.rounds || event.index >= loop.items->get_array().size()) {
    return impossible("the round for item " + std::to_string(event.index) + " cannot follow " +
                      std::to_string(loop.rounds) + " rounds over " +
                      std::to_string(loop.items->get_array().size()) + " items");
  }
  ++loop.rounds;
  loop.next.reset();
  return Done{};
}

}  // namespace runledger::run::evolution
