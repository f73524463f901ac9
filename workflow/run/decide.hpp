#pragma once

#include <vector>

#include "workflow/definition/program.hpp"
#include "workflow/run/commands.hpp"
#include "workflow/run/state.hpp"

namespace runledger::run {

struct Decision {
  std::vector<RunEvent> events;  // to append, in this order; may be empty (nothing due)
  State after;                   // `state` with the events folded in
};

// What follows from the command: as many steps as can be taken without waiting for the outside (so three
// `set` tasks are one decision), up to the limits on one decision. Pure: equal arguments give equal events.
// An error of the definition (a failed expression, a violated schema) is an event of the run, never an Error
// here. Errors: conflict when the state does not allow the command; limit_exceeded is turned into a fault of
// the run.
Result<Decision> decide(const definition::Program& program, State state, const Command& command,
                        const Circumstances& circumstances);

// Whether the run can take a step without waiting for the outside: a decision ended at its limits, or the
// state is one from the midst of a decision. Wake takes it.
bool has_more_to_do(const State& state);

}  // namespace runledger::run
