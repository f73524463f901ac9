#pragma once

#include <cstdint>
#include <memory>

#include "actors/caf_messages.hpp"
#include "actors/run_memory.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Whose actor this is, and what it works with.
struct RunActorSetup {
  RunId run;
  WorkflowName workflow;
  std::shared_ptr<RunMemory> memory;
  ServicesPtr services;
  Peers peers;
  caf::actor supervisor;
  std::uint64_t incarnation = 0;  // never used twice by a supervisor
};

class RunActor;
struct RunActorState {
  RunActorState();
  ~RunActorState();
  std::unique_ptr<RunActor> actor;
};

// One active run: a RunSession with a mailbox. Takes Poke. An exception ends it with `unhandled_exception`,
// the text left in RunMemory::last_failure.
caf::behavior run_actor(caf::stateful_actor<RunActorState>* self, RunActorSetup setup);

}  // namespace runledger::actors
