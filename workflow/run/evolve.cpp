#include "workflow/run/evolve.hpp"

#include "workflow/run/codec.hpp"
#include "workflow/run/evolve/apply.hpp"

namespace runledger::run {

Result<Done> evolve_in_place(State& state, const RunEvent& event) {
  // No catch-all: an event without its apply() does not compile.
  auto applied = std::visit([&](const auto& known) { return evolution::apply(state, known); }, event);
  if (!applied) {
    return Error{Errc::corrupt_history, "stream version " + std::to_string(state.version + 1) + ", " +
                                            std::string(type_of(event)) + ": " + applied.error().message};
  }
  ++state.version;
  return applied;
}

Result<State> evolve(State state, const RunEvent& event) {
  auto applied = evolve_in_place(state, event);
  if (!applied) return std::move(applied).error();
  return state;
}

}  // namespace runledger::run
