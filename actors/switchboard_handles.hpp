#pragma once

#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "actors/caf_messages.hpp"

namespace runledger::actors {

// The switchboard as the actors see it. Thread-safe.
struct Switchboard::Handles {
  mutable std::shared_mutex mutex;
  bool open = false;
  caf::actor root;
  caf::actor watchers;
  caf::actor children;
  std::unordered_map<WorkflowName, caf::actor> supervisors;

  // Opens the switchboard.
  void connect(caf::actor new_root, caf::actor new_watchers, caf::actor new_children);
  void add_supervisor(const WorkflowName& workflow, caf::actor supervisor);
  // As Switchboard::deliver.
  bool watch(WatchRun request) const;
  // Tells the watchers.
  void ended(RunView view) const;
};

}  // namespace runledger::actors
