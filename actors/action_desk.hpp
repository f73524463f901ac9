#pragma once

#include <deque>
#include <string>
#include <vector>

#include "actors/run_memory.hpp"
#include "actors/services.hpp"
#include "workflow/run/actions.hpp"
#include "workflow/run/state.hpp"

namespace runledger::actors {

// Hands a run's effects to the runner, each once, and takes back those that nobody waits for any more; their
// outcomes come back as mail. Single-threaded.
class ActionDesk {
 public:
  ActionDesk(RunId run, WorkflowName workflow, ServicesPtr services, RunMemory& memory);

  // The effects that `events`, now durable, ask for.
  void add(const run::State& after, const std::vector<run::RunEvent>& events);
  // Those of `open` that were never handed out in this process.
  void add_missing(const run::State& state, const std::vector<run::ActionStarted>& open);

  // Hands out what waits. False when the runner's queue is full: something still waits, try again later.
  bool perform_all(const run::State& state);
  bool empty() const { return waiting_.empty(); }
  void clear() { waiting_.clear(); }

 private:
  void withdraw(const run::CancelAction& action);
  void deliver_outcome(const run::ActionStarted& intent, run::ActionOutcome outcome) const;

  RunId run_;
  WorkflowName workflow_;
  ServicesPtr services_;
  RunMemory& memory_;
  std::deque<run::PerformAction> waiting_;
};

}  // namespace runledger::actors
