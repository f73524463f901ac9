#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Starts the runs that workflows' schedules ask for. Each firing is an event in the same append as its run's
// first ones, at the version of the schedule's stream that this node knows: however many nodes there are, and
// whenever they are killed, each firing starts one run.
caf::behavior schedule_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index);

}  // namespace runledger::actors
