#pragma once

#include "store/postgres/session_pool.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::store {

Result<Page<WorkflowRow>> query_workflows(SessionPool& sessions, const PageRequest& page);
Result<WorkflowRow> query_workflow(SessionPool& sessions, const WorkflowName& workflow);
Result<Page<WorkflowVersionRow>> query_workflow_versions(SessionPool& sessions, const WorkflowName& workflow,
                                                         const PageRequest& page);
Result<WorkflowVersionRow> query_workflow_version(SessionPool& sessions, const WorkflowName& workflow,
                                                  const std::string& version);

}  // namespace runledger::store
