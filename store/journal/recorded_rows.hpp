#pragma once

#include "store/journal/version_cache.hpp"
#include "store/postgres/connection.hpp"
#include "workflow/ports/event_log.hpp"

namespace runledger::store {

// One row of kReadVersions.
StreamEnd stream_end(const PqResult& result, std::size_t row);

// The rows of kReadStream and kReadLog.
std::vector<RecordedEvent> recorded_events(const PqResult& result);

}  // namespace runledger::store
