#include "http/webhooks/run_status.hpp"

#include <boost/json/object.hpp>

#include <utility>

#include "http/problem.hpp"
#include "http/webhooks/answer.hpp"
#include "http/webhooks/sender_problem.hpp"
#include "workflow/base/time.hpp"

namespace runledger::http::webhooks {

Response run_status(Queries& queries, const WorkflowName& workflow, RunId run) {
  const auto found = queries.run(run);
  if (!found && found.error().code != Errc::not_found)
    return problem_response(sender_problem(found.error(), {}));
  if (!found || found->row.workflow != workflow) {
    return problem_response(404, Errc::not_found, "This webhook has no such run.");
  }
  const RunRow& row = found->row;
  JsonObject document;
  document["runId"] = row.run.text();
  document["workflow"] = row.workflow.value;
  document["version"] = row.version;
  document["status"] = row.status;
  document["startedAt"] = format_time(row.started_at);
  if (row.finished_at) document["finishedAt"] = format_time(*row.finished_at);
  if (found->output) document["output"] = *found->output;
  if (row.error) document["error"] = sender_view(*row.error);
  return json_response(200, write_json(Json(std::move(document))));
}

}  // namespace runledger::http::webhooks
