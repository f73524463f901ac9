#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Takes up, once at the start, every run that the last process left running, some at a time. Then sets
// Services::recovered and ends. Waiting runs are the timers' to find.
caf::behavior recovery_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index);

}  // namespace runledger::actors
