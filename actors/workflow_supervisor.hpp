#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>

#include "actors/back_off.hpp"
#include "actors/caf_messages.hpp"
#include "actors/run_memory.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// One workflow's runs in memory. Creates a run's actor when the first mail for it comes, ends it when the run
// has nothing to do, restarts it from its events when it crashed, and has it quarantined when it keeps
// crashing.
class WorkflowSupervisor {
 public:
  WorkflowSupervisor(caf::event_based_actor* self, WorkflowName workflow, ServicesPtr services, Peers peers);

  void deliver(RunMail mail);
  void run_idle(const RunIdle& idle);
  void run_down(const caf::actor_addr& address);
  void restart(RunId run);
  void end_all(const caf::error& reason);

 private:
  struct Entry {
    caf::actor actor;  // null while it waits for its restart
    std::uint64_t incarnation = 0;
    std::shared_ptr<RunMemory> memory;
    Permit active;
    std::deque<Timestamp> crashes;  // within the window
    BackOffTimer back_off;
  };

  bool is_being_begun(RunMail& mail) const;
  void take_from_starts(const RunMail& mail) const;
  Entry& find_or_create(const RunMail& mail);
  void put(Entry& entry, Mail mail);
  void spawn(RunId run, Entry& entry);
  void forget(RunId run);

  caf::event_based_actor* self_;
  WorkflowName workflow_;
  ServicesPtr services_;
  Peers peers_;
  std::uint64_t incarnations_ = 0;
  std::unordered_map<RunId, Entry> entries_;
  std::unordered_map<caf::actor_addr, RunId> by_address_;
};

// The actor around it. Takes RunMail.
caf::behavior workflow_supervisor_actor(caf::event_based_actor* self, WorkflowName workflow,
                                        ServicesPtr services, Peers peers);

}  // namespace runledger::actors
