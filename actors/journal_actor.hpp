#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Owns the log's writing side: appends what waits in the queue, batch by batch, without a pause while there
// is more. A lone append starts at once; what arrives while one is under way shares the next. Blocks: to be
// spawned detached.
caf::behavior journal_actor(caf::event_based_actor* self, ServicesPtr services);

}  // namespace runledger::actors
