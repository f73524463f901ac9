#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Those who wait for a run's end. Takes WatchRun and RunEnded; reads the history of runs that are not in
// memory.
caf::behavior watch_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor readers);

}  // namespace runledger::actors
