#pragma once

#include "store/postgres/session_pool.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::store {

Result<std::vector<ErrorGroup>> query_errors(SessionPool& sessions,
                                             const std::optional<WorkflowName>& workflow, std::size_t limit);

}  // namespace runledger::store
