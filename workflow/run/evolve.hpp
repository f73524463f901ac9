#pragma once

#include "workflow/run/state.hpp"

namespace runledger::run {

// Folds one event into the state. Pure, and the same code for the first run and for every replay; needs no
// definition. Errors: corrupt_history when the event cannot have followed (the message says which, and the
// stream version).
Result<State> evolve(State state, const RunEvent& event);
// The same without moving the state. After an error it must not be used any more.
Result<Done> evolve_in_place(State& state, const RunEvent& event);

}  // namespace runledger::run
