#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "workflow/base/id.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/base/time.hpp"
#include "workflow/run/commands.hpp"
#include "workflow/schedule/plan.hpp"

namespace runledger {

struct DueRun {
  RunId run;
  WorkflowName workflow;
  Timestamp due;
};
struct ActiveRun {
  RunId run;
  WorkflowName workflow;
};
// A start asked for inside the database by `runledger.start(workflow, payload)`.
struct SqlStart {
  RunId run;
  WorkflowName workflow;
  SharedJson payload;
  std::uint64_t seq = 0;  // in the order of asking, from 1
};

// What a workflow's schedule has done, whether it has one or not.
struct ScheduleState {
  WorkflowName workflow;
  schedule::History history;
  std::uint64_t fired = 0;  // the version of its stream
};

// What is to be done about a run that another one asked for.
struct ChildWork {
  // It has not begun.
  struct Begin {
    std::string definition_hash;  // of the version that is wanted; empty: there is none
    bool is_enabled = true;       // the workflow is
    bool is_given_up = false;     // nobody waits for it: it is only to be seen
  };
  // Its parent waits for what is known by now.
  struct Report {
    run::ChildOutcome outcome;
  };
  // Nobody waits for it any more, and it goes on.
  struct Cancel {};

  RunId parent;
  WorkflowName parent_workflow;
  run::ChildRunRequested request;  // as the parent's history has it,
  EventId asked_by;                // in this event
  std::variant<Begin, Report, Cancel> what;
};

// What the actors must find again after a restart. Implemented by store/ over its projections. Blocking; one
// thread at a time. Errors of all: unavailable.
class RunIndex {
 public:
  virtual ~RunIndex() = default;
  // Runs that were running (not waiting, not ended), by id, after `after` (nil: from the first).
  virtual Result<std::vector<ActiveRun>> running(RunId after, std::size_t limit) = 0;
  // Waiting runs whose earliest timer is due before `before`, earliest first.
  virtual Result<std::vector<DueRun>> due(Timestamp before, std::size_t limit) = 0;
  // Starts asked for by SQL and not yet begun, oldest first, after `after_seq`. Beginning one (its RunStarted
  // with Trigger::sql and that run id) takes it off the list in the same transaction.
  virtual Result<std::vector<SqlStart>> sql_starts(std::size_t limit, std::uint64_t after_seq = 0) = 0;
  // Of these workflows, as far as there are such.
  virtual Result<std::vector<ScheduleState>> schedules(const std::vector<WorkflowName>& workflows) = 0;
  // Children about which there is something to do, by their id, after `after`. It leaves the list as the
  // events that it leads to are appended.
  virtual Result<std::vector<ChildWork>> children(RunId after, std::size_t limit) = 0;
};

}  // namespace runledger
