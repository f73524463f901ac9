#pragma once

#include <cstddef>

#include "workflow/run/decide/turn.hpp"

// The life of a task: it is entered, takes steps, and is left or raises an error. Each function emits the
// events of one such change.
namespace runledger::run {

// Starts `node` as the next child of the innermost frame, or skips it when its `if` is false (enter.cpp).
void enter_task(Turn& turn, const definition::Node& node);

// Completes the innermost frame's task with its raw output: output.as, export.as; then goes on as `then`
// says. The root block ends the run (leave.cpp).
void leave_task(Turn& turn, const SharedJson& raw_output, const definition::Then& then);
// The same for a block whose last child said where to go.
void leave_block(Turn& turn);

// Raises an error in the task of `frame`: handed to the innermost try around it that catches it; else it
// faults the run (raise.cpp).
void raise_error(Turn& turn, std::size_t frame, RunError error);
// The same for a task that has no frame yet, the next child of the innermost frame.
void raise_at_entrance(Turn& turn, const definition::Node& node, RunError error);
// Faults the run itself, past every try.
void fault_run(Turn& turn, RunError error);
// Records that the innermost frame's action, when one is under way, is not waited for any more.
void abandon_action(Turn& turn);

// Takes one step with the innermost frame. False when the run has ended or must wait (step.cpp).
bool step(Turn& turn);
// Deals with the earliest wait, retry or deadline that is due. False when none is (due.cpp).
bool settle_due(Turn& turn);
// Steps until the run ends or must wait, within the limits (advance.cpp).
void advance(Turn& turn);

}  // namespace runledger::run
