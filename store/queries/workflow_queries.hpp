#pragma once

#include "store/postgres/session_pool.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::store {

Result<std::vector<WorkflowRow>> query_workflows(SessionPool& sessions);
Result<WorkflowRow> query_workflow(SessionPool& sessions, const WorkflowName& workflow);
// Newest first. Errors: not_found when there is no such workflow.
Result<std::vector<WorkflowVersionRow>> query_workflow_versions(SessionPool& sessions,
                                                                const WorkflowName& workflow);

}  // namespace runledger::store
