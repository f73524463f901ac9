#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Wakes runs: keeps the timers due within the horizon in memory, as runs tell them (SetTimer) and as the
// index finds them (also those of runs that no actor of this process knows). Never early; late only while too
// many runs are being woken at the same time.
caf::behavior timer_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index);

}  // namespace runledger::actors
