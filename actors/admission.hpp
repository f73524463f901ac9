#pragma once

#include "actors/services.hpp"

namespace runledger::actors {

// Lets a new run in, or refuses it at once: `overloaded` when too many runs are in memory, `unavailable`
// while the database is taken to be away or the engine stops. Thread-safe.
void admit_start(Services& services, StartRequest request, Reply<Started> reply);

}  // namespace runledger::actors
