#pragma once

#include "store/postgres/connection.hpp"
#include "workflow/ports/event_log.hpp"

namespace runledger::store {

// The rows of kReadStream and kReadLog.
std::vector<RecordedEvent> recorded_events(const PqResult& result);

}  // namespace runledger::store
