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

// task_events.cpp
Result<Done> apply(State& state, const TaskStarted& event);
Result<Done> apply(State& state, const TaskSkipped& event);
Result<Done> apply(State& state, const TaskCompleted& event);
Result<Done> apply(State& state, const TaskFaulted& event);
Result<Done> apply(State& state, const WaitStarted& event);

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

Error impossible(std::string why);

// The innermost frame when it is the one that `ref` names, and the run goes on; else nullptr. Sets `why`.
Frame* innermost(State& state, const TaskRef& ref, std::string& why);

// The deadline that an event set, counted from `from`.
std::optional<Deadline> deadline_of(const std::optional<Timestamp>& at, Timestamp from);

}  // namespace runledger::run::evolution
