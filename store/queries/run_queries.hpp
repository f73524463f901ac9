#pragma once

#include "store/postgres/session_pool.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::store {

Result<Page<RunRow>> query_runs(SessionPool& sessions, const RunFilter& filter, const PageRequest& page);
Result<RunDetail> query_run(SessionPool& sessions, RunId run);

}  // namespace runledger::store
