#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "workflow/ports/event_log.hpp"
#include "workflow/run/state.hpp"

namespace runledger {

// The firing of a schedule that starts a run: recorded in the same append, at that version of the schedule's
// stream. Who comes second (another node, or a process killed in between) gets `conflict`, and nothing
// starts.
struct ScheduleFiring {
  record::ScheduleFired event;
  std::uint64_t expected_version = 0;
};

// What a run is begun for when another one asked for it.
struct ChildStart {
  run::ParentTask parent;
  EventId asked_by;          // the event that asked for it
  bool is_given_up = false;  // as in run::StartRun
};

// A run to start, with the request that caused it (none for a rerun or an SQL start).
struct StartRequest {
  RunId run;
  WorkflowName workflow;
  std::string definition_hash;
  run::Trigger trigger = run::Trigger::webhook;
  std::optional<RunId> rerun_of;
  std::string reason;  // of a rerun; recorded
  SharedJson input;
  std::optional<record::RequestFacts> request;
  std::string body;  // exact bytes; kept when `request` is set
  Actor actor;
  std::optional<ScheduleFiring> firing;
  std::optional<ChildStart> child;
};

// How a run stands.
struct RunView {
  RunId run;
  run::RunStatus status = run::RunStatus::running;
  SharedJson output;                   // when completed
  std::optional<run::RunError> error;  // when faulted
};

struct Started {
  std::uint64_t position = 0;  // of the run's first event
  RunView view;                // a run of pure steps may have ended already
};

// The running engine, as the front door and the admin API see it. Implemented by actors/. All calls return at
// once and are thread-safe; each callback is called exactly once, on an engine thread, and must not block.
class Engine {
 public:
  virtual ~Engine() = default;

  // Records the request, starts the run and takes its first steps, all in one append. When the callback has a
  // value, the run is durable and will be run to its end. Errors: overloaded (a queue is full), unavailable
  // (database), not_found (definition), outcome_unknown (rare: the answer of the database was lost).
  virtual void start(StartRequest request, std::function<void(Result<Started>)> done) = 0;

  // Calls back when the run has ended (completed, faulted, quarantined, cancelled), or at `deadline` with how
  // it stands then.
  virtual void when_ended(RunId run, Timestamp deadline, std::function<void(Result<RunView>)> done) = 0;

  // Lets a faulted or quarantined run go on from its failed task. Errors: not_found, conflict (not failed),
  // unavailable.
  virtual void retry(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
                     std::function<void(Result<RunView>)> done) = 0;

  // Stops a run for good, and the children that it waits for. Errors: not_found, conflict (it has ended),
  // unavailable.
  virtual void cancel(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
                      std::function<void(Result<RunView>)> done) = 0;

  // Appends events that concern no run (refused requests, admin acts) through the journal. Errors as
  // EventLog::append, and overloaded.
  virtual void append(AppendGroup group, std::function<void(Result<Appended>)> done) = 0;
};

}  // namespace runledger
