#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Begins the runs that were asked for inside the database, looking for them every `sql_start_interval`.
caf::behavior sql_start_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index);

}  // namespace runledger::actors
