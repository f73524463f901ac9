#pragma once

#include "actors/caf_messages.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

// Creates a workflow's supervisor when the first mail for one of its runs comes, and tells the switchboard,
// so that later mails go straight there. Takes RunMail.
caf::behavior root_supervisor_actor(caf::event_based_actor* self, ServicesPtr services, Peers peers);

}  // namespace runledger::actors
