#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "workflow/run/events.hpp"

// What a run can be asked to do. Time and randomness come in with the command: the core has neither.
namespace runledger::run {

// What bounds a run's history, and how much of it one decision makes.
struct RunLimits {
  // Of one run. Beyond it the run faults: a `then` that loops for ever ends here.
  std::uint64_t events = 100'000;
  // A decision that has this many events, or about this many bytes, ends as soon as the run can be left where
  // it is; `has_more_to_do` then says that a Wake goes on.
  std::size_t events_at_once = 1'000;
  std::size_t bytes_at_once = 1024 * 1024;
};

struct Circumstances {
  Timestamp now;
  std::uint64_t random = 0;  // seeds jitter and the run's nonce; fresh for every command
  RunLimits limits = {};
};

struct StartRun {
  RunId run;
  Trigger trigger = Trigger::webhook;
  std::optional<RequestId> request;
  std::optional<RunId> rerun_of;
  std::string reason;  // of a rerun
  SharedJson input;
  std::optional<ParentTask> parent = {};
  // Nobody waits for it any more: it begins and is cancelled at once, so that it is seen.
  bool is_given_up = false;
};

struct Succeeded {
  SharedJson result;
};
struct Failed {
  RunError error;
};
struct TimedOut {};
struct OutcomeUnknown {
  std::string detail;
};
using ActionOutcome = std::variant<Succeeded, Failed, TimedOut, OutcomeUnknown>;

// The outcome of an effect. Refused with `conflict` when that attempt is not under way (late or doubled
// answers).
struct FinishAction {
  TaskRef ref;
  std::uint32_t attempt = 1;
  ActionOutcome outcome;
};
// What became of a run that this one asked for. Refused with `conflict` when no task awaits it.
struct ChildBegan {};
struct ChildCancelled {
  std::string reason;
};
struct ChildRefused {  // it could not begin
  std::string detail;
};
using ChildOutcome = std::variant<ChildBegan, Succeeded, Failed, ChildCancelled, ChildRefused>;
struct FinishChild {
  TaskRef ref;
  RunId child;
  WorkflowName workflow;  // of the child
  ChildOutcome outcome;
};
// Time has passed: end waits and delays that are due, time out what is over its deadline. No events when
// nothing is due. Also goes on where a decision that grew long has ended.
struct Wake {};
// After a restart: every action under way has an unknown outcome; then as Wake.
struct Resume {};
// An admin lets a faulted or quarantined run go on. The failed task starts again from its entrance with the
// same iteration and the next attempt; tasks that completed keep their results, also inside a try or a
// catch.do. Time limits and retry policies count anew from now, also those of the run. Refused with
// `conflict` for a run whose input was refused: rerun it with another input.
struct RetryRun {
  std::string actor;
  std::string reason;
};
struct QuarantineRun {
  std::string reason;
};

// Stops the run for good. Refused with `conflict` when it has completed, faulted or been cancelled.
struct CancelRun {
  std::string actor;
  std::string reason;
};

using Command =
    std::variant<StartRun, FinishAction, FinishChild, Wake, Resume, RetryRun, QuarantineRun, CancelRun>;

}  // namespace runledger::run
