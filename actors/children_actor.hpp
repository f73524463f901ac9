#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Looks after runs that other runs asked for: begins them, tells their parents what became of them, cancels
// those that nobody waits for any more. What there is to do stands in the index, as the log left it, so that
// a crash at any point loses and doubles nothing. Takes LookAfterChildren.
caf::behavior children_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index);

}  // namespace runledger::actors
