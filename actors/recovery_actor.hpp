#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Takes up, at the start, every run that the last process left running, some at a time, and then sets
// Services::recovered. From then on looks now and then for runs that are listed as running and that nobody
// carries on, and takes those up too. Waiting runs are the timers' to find.
caf::behavior recovery_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index);

}  // namespace runledger::actors
