#pragma once

#include <string>

#include "workflow/run/state.hpp"

// One function for each event: checks that it can follow, then changes the state. Errors: corrupt_history,
// with the reason alone; evolve.cpp adds the event and the place.
namespace runledger::run::evolution {

// run_events.cpp
Result<Done> apply(State& state, const RunStarted& event);
Result<Done> apply(State& state, const RunCompleted& event);
Result<Done> apply(State& state, const RunFaulted& event);
Result<Done> apply(State& state, const RunRetried& event);
Result<Done> apply(State& state, const RunQuarantined& event);
Result<Done> apply(State& state, const RunCancelled& event);

// child_events.cpp
Result<Done> apply(State& state, const ChildRunRequested& event);
Result<Done> apply(State& state, const ChildRunBegan& event);
Result<Done> apply(State& state, const ChildRunCompleted& event);
Result<Done> apply(State& state, const ChildRunFailed& event);
Result<Done> apply(State& state, const ChildRunCancelled& event);

// task_events.cpp
Result<Done> apply(State& state, const TaskStarted& event);
Result<Done> apply(State& state, const TaskSkipped& event);
Result<Done> apply(State& state, const TaskCompleted& event);
Result<Done> apply(State& state, const TaskFaulted& event);
Result<Done> apply(State& state, const WaitStarted& event);
Result<Done> apply(State& state, const EventEmitted& event);

// fork_events.cpp
Result<Done> apply(State& state, const TaskCancelled& event);

// loop_events.cpp
Result<Done> apply(State& state, const RoundStarted& event);

// try_events.cpp
Result<Done> apply(State& state, const RetryScheduled& event);
Result<Done> apply(State& state, const RetryStarted& event);
Result<Done> apply(State& state, const ErrorCaught& event);

// action_events.cpp
Result<Done> apply(State& state, const ActionStarted& event);
Result<Done> apply(State& state, const ActionSucceeded& event);
Result<Done> apply(State& state, const ActionFailed& event);
Result<Done> apply(State& state, const ActionTimedOut& event);
Result<Done> apply(State& state, const ActionOutcomeUnknown& event);
Result<Done> apply(State& state, const ActionCancelled& event);

Error impossible(std::string why);

// Whether the run goes on, and no error waits to end it.
Result<Done> check_goes_on(const State& state);
// The index of the frame that `ref` names, when it has nothing below it and the run goes on.
Result<std::size_t> find_leaf(const State& state, const TaskRef& ref);
// The index of the innermost frame around a task that has none itself; frames.size() when there is none.
std::size_t around(const State& state, std::string_view task);
// An action, or a child, that is awaited at or below the frame; its task, for the message.
const Frame* awaited_within(const State& state, std::size_t root);

// Whether something goes on in the run, or all that is under way waits for a time.
RunStatus pace_of(const State& state);
// The number of the fork's branch that `task` is; nullopt when it is none (fork_events.cpp).
std::optional<std::size_t> branch_of(const Frame& fork, std::string_view task);

// Puts a frame below another.
void push(State& state, std::size_t parent, Frame frame);
// Removes a frame that has nothing below it.
void pop(State& state, std::size_t frame);
// Removes all that is below a try, which has taken an error: the next attempt takes the numbers over.
void cut_off_below(State& state, std::size_t guard);

// The task is done with: its next carrying-out gets a new number (numbers.cpp).
void count(State& state, const std::string& task);
// The try makes no further attempt: what an error cut off below it is done with.
void give_up(State& state, Frame& guard);
// An error cut `below` off; its number is the next attempt's, when that does the same work again.
void keep_number(State& state, Frame& guard, const Frame& below);

// The deadline that an event set, counted from `from`.
std::optional<Deadline> deadline_of(const std::optional<Timestamp>& at, Timestamp from);

}  // namespace runledger::run::evolution
