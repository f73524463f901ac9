#pragma once

#include <optional>

#include "workflow/run/decide/scope.hpp"

// What a try does with errors. Source: Open Workflow DSL 1.0.3, "Catch" and "Retry".
namespace runledger::run {

// Whether the task, when it is a try, takes the error: its block is running, its filter, `when` and
// `exceptWhen` let the error pass, and there is something to be done about it (another attempt, catch.do, or
// neither is asked for, which swallows the error). A `retry` that is exhausted, without catch.do, does not
// take it. False for other tasks. Errors: those of the clause's expressions.
Result<bool> catches(const Turn& turn, const Task& task, const RunError& error);

// When the next attempt is due; nullopt when the policy allows none or there is no policy. The same for the
// same circumstances.
Result<std::optional<Timestamp>> next_attempt(const Turn& turn, const Task& guard, const RunError& error);

// Until when an attempt that starts now may last; nullopt without retry.limit.attempt.duration.
Result<std::optional<Timestamp>> attempt_deadline(const definition::TryTask& guard, const Scope& scope,
                                                  const Json& input, Timestamp now);

// Deals with the error that the try has taken.
void handle_error(Turn& turn, const Task& guard);
// The try starts its next attempt.
void start_attempt(Turn& turn, const Task& guard);

}  // namespace runledger::run
