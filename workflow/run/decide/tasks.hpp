#pragma once

#include <cstddef>

#include "workflow/run/decide/turn.hpp"

// The life of a task: it is entered, takes steps, and is left or raises an error. Each function emits the
// events of one such change.
namespace runledger::run {

// Starts `node` as the next child of the block of `parent`, carries it out when that is done at once, or
// skips it when its `if` is false (enter.cpp).
void enter_task(Turn& turn, std::size_t parent, const definition::Node& node);

// Starts the next child of a block's list, or leaves the block (task_block.cpp).
void carry_on(Turn& turn, const Task& block);

// Completes the task with its raw output: output.as, export.as; then goes on as `then` says (leave.cpp).
void leave_task(Turn& turn, const Task& task, const SharedJson& raw_output, const definition::Then& then);
// The same for a task that gives the event which it publishes: recorded only when all of that succeeds.
void leave_emitting(Turn& turn, const Task& task, const SharedJson& event);
// The same for a block whose last child said where to go, with what that gave. The root block ends the run.
void leave_block(Turn& turn, const Task& task);
void leave_block(Turn& turn, const Task& task, const SharedJson& raw_output);

// Raises an error in the task: handed to the innermost try around it that catches it; else it faults the run
// (raise.cpp).
void raise_error(Turn& turn, const Task& task, RunError error);
// The same for an error that the engine met on the way: a failed expression, a broken schema.
void raise_error(Turn& turn, const Task& task, const Error& error);
// Faults the run itself, past every try.
void fault_run(Turn& turn, RunError error);
// Records that the actions under way at or below the frame have had their time; and that nobody waits for
// the children there.
void time_out_actions(Turn& turn, std::size_t root);

// Records that nobody waits for the actions and children under way at or below the frame.
void cancel_actions(Turn& turn, std::size_t root);
// The same for the children alone.
void cancel_children(Turn& turn, std::size_t root);

// Ends a race that has a winner: cancels the other branches and leaves the fork. False when there is none
// (task_fork.cpp).
bool settle_race(Turn& turn);
// Takes one step with a task that can go on, the innermost and latest first. False when the run has ended or
// must wait (step.cpp).
bool step(Turn& turn);
// Deals with the earliest wait, retry or deadline that is due. False when none is (due.cpp).
bool settle_due(Turn& turn);
// Steps until the run ends or must wait, within the limits (advance.cpp).
void advance(Turn& turn);

}  // namespace runledger::run
