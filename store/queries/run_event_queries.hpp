#pragma once

#include "store/postgres/session_pool.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::store {

// Oldest first; the cursor is the version of the last event of the page before.
Result<Page<RecordedEvent>> query_run_events(SessionPool& sessions, RunId run, const PageRequest& page);

}  // namespace runledger::store
