#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "workflow/base/id.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/base/time.hpp"
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
};

}  // namespace runledger
