#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Owns the run index. Takes IndexQuery; answers its `to` with DueFound, RunningFound, SqlStartsFound,
// SchedulesFound or ChildrenFound. Until it hears LogTakenOver questions wait: before, the engine whose place
// this one takes may still change the answers. Blocks: to be spawned detached.
caf::behavior index_actor(caf::event_based_actor* self, ServicesPtr services);

}  // namespace runledger::actors
