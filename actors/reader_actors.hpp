#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Reads histories and programs for the others, on one thread a reading connection. Takes ReadJob; answers its
// `to` with RunLoaded or ProgramFetched: `overloaded` at once when too many jobs wait. `detached`: false only
// under virtual time.
caf::behavior reader_pool_actor(caf::event_based_actor* self, ServicesPtr services, bool detached);

}  // namespace runledger::actors
