#pragma once

#include "http/response.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::http::webhooks {

// The document at a delivery's status URL, 200
// {"runId","workflow","version","status","startedAt"[,"finishedAt"]
// [,"output"][,"error"]}, or a problem: 404 for a run of another workflow just as for none. Blocks.
Response run_status(Queries& queries, const WorkflowName& workflow, RunId run);

}  // namespace runledger::http::webhooks
