#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "workflow/base/id.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/time.hpp"
#include "workflow/run/error.hpp"

// What can happen to a run: the closed list of events of a stream "run/<id>". Each is a fact in the past
// tense; every result of an expression is inside, so folding history never evaluates one. JSON forms:
// codec.hpp.
namespace runledger::run {

// One carrying-out of a task. `task` is the JSON pointer into the definition ("/do/0/notify"). `iteration`
// counts how often this task was done with in this run before: completed, skipped, or given up after an
// error. The repetition of a failed task keeps its number (and so its Idempotency-Key); a loop's next round
// gets a new one. No two pieces of work share one.
struct TaskRef {
  std::string task;
  std::uint32_t iteration = 0;

  friend bool operator==(const TaskRef&, const TaskRef&) = default;
};

enum class Trigger { webhook, rerun, sql, schedule, workflow };

// The task of another run that asked for this one (`run: workflow`).
struct ParentTask {
  RunId run;
  WorkflowName workflow;
  TaskRef ref;
  std::uint32_t depth = 1;  // how many runs stand above the child: 1 below a run that nobody asked for
};

struct RunStarted {
  RunId run;
  WorkflowName workflow;
  std::string version;          // semver of the definition
  std::string definition_hash;  // hex SHA-256 of its canonical form: names the exact program
  Trigger trigger = Trigger::webhook;
  std::optional<RequestId> request;  // the request that carried the input
  std::optional<RunId> rerun_of;
  std::string reason;            // of a rerun, as the admin gave it; may be empty
  SharedJson input;              // as received, before the workflow's input.from
  SharedJson transformed_input;  // after input.from; null pointer when the same
  Timestamp started_at;
  std::optional<Timestamp> deadline;  // from the workflow's timeout
  std::string secret_nonce;           // hex; makes this run's secret placeholders unforgeable (secrets.hpp)
  std::optional<ParentTask> parent = {};
};

struct TaskStarted {
  TaskRef ref;
  SharedJson input;  // after input.from; null pointer when it is the raw input unchanged
  Timestamp started_at;
  std::optional<Timestamp> deadline;  // from the task's timeout
  // try: until when its first attempt may last (retry.limit.attempt.duration).
  std::optional<Timestamp> attempt_deadline;
  SharedJson arguments;        // call of a function: the raw input of its body; null pointer for all others
  SharedJson items = {};       // for: the array that it goes through; null pointer for all others
  std::uint32_t branches = 0;  // fork: how many it has; 0 for all others
};
// `if` was false: the task's output is its raw input.
struct TaskSkipped {
  TaskRef ref;
  std::string next;  // pointer of the task that follows in the same list; "" end of list, "exit" or "end" as
                     // in `then`
};
// There is no TaskStarted before it when the task was carried out at once, within one decision (`set`,
// `switch`): then it started when it completed.
struct TaskCompleted {
  TaskRef ref;
  SharedJson output;   // after output.as
  SharedJson context;  // the run's new context after export.as; null pointer when unchanged
  std::string next;    // as in TaskSkipped
  Timestamp completed_at;
  SharedJson input = {};  // of a task carried out at once: as in TaskStarted
};
// The task raised an error. With `caught_by`, that enclosing try takes it; otherwise RunFaulted follows.
// There is no TaskStarted before it when the error came up at the task's entrance (`if`, input, timeout), or
// in a task that is carried out at once (`set`, `switch`, `raise`).
struct TaskFaulted {
  TaskRef ref;
  RunError error;
  std::string caught_by;  // pointer of the try task, or empty
  Timestamp faulted_at;
};
// A branch of a fork lost the race, or what was under way in it: nothing below it goes on.
struct TaskCancelled {
  TaskRef ref;  // the branch
  Timestamp cancelled_at;
};

// The intent, in the log before the effect.
struct ActionStarted {
  TaskRef ref;
  std::uint32_t attempt = 1;  // 1 for the first try of this iteration, across retries of every kind
  std::string kind;           // "http", "email", "postgres", "log"
  SharedJson arguments;       // evaluated; secrets only as placeholders
  Milliseconds timeout{0};    // the longest the effect may take; 0: the action's own default
  Timestamp started_at;
};
struct ActionSucceeded {
  TaskRef ref;
  std::uint32_t attempt = 1;
  SharedJson result;  // before output.as
  Timestamp finished_at;
};
struct ActionFailed {
  TaskRef ref;
  std::uint32_t attempt = 1;
  RunError error;
  Timestamp finished_at;
};
struct ActionTimedOut {
  TaskRef ref;
  std::uint32_t attempt = 1;
  Timestamp finished_at;
};
// The engine stopped, or lost the connection, between intent and outcome. `repeated`: the effect is safe to
// repeat (RFC 9110 §9.2.2 idempotent method, or the definition says so) and another ActionStarted follows.
struct ActionOutcomeUnknown {
  TaskRef ref;
  std::uint32_t attempt = 1;
  bool repeated = false;
  std::string detail;
  Timestamp found_at;
  bool engine_stopped = false;  // it was carried out, or not, by a process that is gone
};
// Nobody waits for the effect any more: its branch lost, or another one raised an error. It is stopped when
// that is still possible; whether it happened is not known.
struct ActionCancelled {
  TaskRef ref;
  std::uint32_t attempt = 1;
  Timestamp cancelled_at;
};

// The intent to run another workflow, in the log before that run exists: its id stands here, so that whatever
// breaks in between there is one such run in the end.
struct ChildRunRequested {
  TaskRef ref;
  RunId child;
  WorkflowName workflow;
  std::string version;  // semver, or "latest": the one that is current when the child begins
  SharedJson input;
  bool awaited = true;      // false: the task waits for the child's beginning only
  std::uint32_t depth = 1;  // as in ParentTask
  Timestamp requested_at;
};
// The child has begun, and the task awaits no more than that.
struct ChildRunBegan {
  TaskRef ref;
  RunId child;
  Timestamp began_at;
};
struct ChildRunCompleted {
  TaskRef ref;
  RunId child;
  SharedJson output;
  Timestamp completed_at;
};
// The child faulted or was cancelled, or could not begin.
struct ChildRunFailed {
  TaskRef ref;
  RunId child;
  RunError error;
  Timestamp failed_at;
};
// Nobody waits for the child any more: it is to be cancelled, or never to begin.
struct ChildRunCancelled {
  TaskRef ref;
  RunId child;
  Timestamp cancelled_at;
};

// The task publishes an event, a CloudEvent in its JSON form. TaskCompleted follows in the same append.
struct EventEmitted {
  TaskRef ref;
  SharedJson event;
  Timestamp emitted_at;
};

struct WaitStarted {
  TaskRef ref;
  Timestamp until;
};
// A loop begins its body for the item at `index`.
struct RoundStarted {
  TaskRef ref;  // the for task
  std::uint32_t index = 0;
  Timestamp started_at;
};
// A try's catch asked for another attempt of its block, not before `due`.
struct RetryScheduled {
  TaskRef ref;              // the try task
  std::uint32_t retry = 1;  // 1 for the first repetition
  RunError error;
  Timestamp due;
};
struct RetryStarted {
  TaskRef ref;
  std::uint32_t retry = 1;
  Timestamp started_at;
  std::optional<Timestamp> attempt_deadline;  // as in TaskStarted, for this attempt
};
// A try took the error and goes on with catch.do (when there is one).
struct ErrorCaught {
  TaskRef ref;
  RunError error;
  Timestamp caught_at;
};

struct RunCompleted {
  SharedJson output;
  Timestamp completed_at;
};
struct RunFaulted {
  TaskRef ref;  // the failed task; empty pointer: the run itself (input, timeout, output)
  RunError error;
  Timestamp faulted_at;
};
// The run was stopped on purpose, by an admin or because the run that asked for it waits no more. Final.
struct RunCancelled {
  std::string actor;
  std::string reason;
  Timestamp cancelled_at;
};
// An admin lets a faulted or quarantined run go on from the failed task.
struct RunRetried {
  std::string actor;
  std::string reason;
  Timestamp retried_at;
};
// The run's actor crashed again and again, or its history is impossible: it is set aside until an admin
// retries it.
struct RunQuarantined {
  std::string reason;
  Timestamp quarantined_at;
};

using RunEvent =
    std::variant<RunStarted, TaskStarted, TaskSkipped, TaskCompleted, TaskFaulted, TaskCancelled,
                 ActionStarted, ActionSucceeded, ActionFailed, ActionTimedOut, ActionOutcomeUnknown,
                 ActionCancelled, WaitStarted, RoundStarted, RetryScheduled, RetryStarted, ErrorCaught,
                 RunCompleted, RunFaulted, RunRetried, RunQuarantined, ChildRunRequested, ChildRunBegan,
                 ChildRunCompleted, ChildRunFailed, ChildRunCancelled, RunCancelled, EventEmitted>;

}  // namespace runledger::run
