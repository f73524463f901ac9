#include "store/queries/workflow_queries.hpp"

#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"

namespace runledger::store {
namespace {

constexpr Statement kWorkflows{"query_workflows", R"sql(
  SELECT w.workflow, w.webhook, w.enabled, w.version, w.hash, runledger.micros(w.created_at),
    runledger.micros(w.updated_at), runledger.micros(w.in_force_since), runledger.micros(w.last_due),
    coalesce(r.status IN ('running', 'waiting'), false), runledger.micros(r.finished_at), w.last_scheduled_run
  FROM runledger.workflows w LEFT JOIN runledger.runs r ON r.run_id = w.last_scheduled_run
  WHERE $1::text IS NULL OR w.workflow = $1 ORDER BY w.workflow)sql"};
constexpr Statement kVersions{"query_workflow_versions", R"sql(
  SELECT version, hash, source, runledger.micros(added_at)
  FROM runledger.workflow_versions WHERE workflow = $1::text ORDER BY position DESC)sql"};

WorkflowRow read_workflow(const pqxx::row& row) {
  WorkflowRow workflow;
  workflow.workflow.value = text_of(row[0]);
  workflow.webhook.value = text_of(row[1]);
  workflow.enabled = row[2].as<bool>();
  workflow.version = text_of(row[3]);
  workflow.hash = text_of(row[4]);
  workflow.created_at = time_of(row[5]);
  workflow.updated_at = time_of(row[6]);
  workflow.schedule = {time_of(row[7]), optional_time_of(row[8]), row[9].as<bool>(),
                       optional_time_of(row[10])};
  workflow.last_scheduled_run = optional_id_of<RunId>(row[11]);
  return workflow;
}

Error no_workflow(const WorkflowName& workflow) {
  return {Errc::not_found, "there is no workflow '" + workflow.value.substr(0, 200) + "'"};
}

}  // namespace

Result<std::vector<WorkflowRow>> query_workflows(SessionPool& sessions) {
  return sessions.run<std::vector<WorkflowRow>>("listing workflows", [&](PqxxSession& session) {
    std::vector<WorkflowRow> workflows;
    const char* any = nullptr;
    for (const auto& row : session.query(kWorkflows, any)) workflows.push_back(read_workflow(row));
    return workflows;
  });
}

Result<WorkflowRow> query_workflow(SessionPool& sessions, const WorkflowName& workflow) {
  if (has_nul(workflow.value)) return no_workflow(workflow);
  return sessions.run<WorkflowRow>("reading a workflow", [&](PqxxSession& session) -> Result<WorkflowRow> {
    const auto result = session.query(kWorkflows, workflow.value);
    if (result.empty()) return no_workflow(workflow);
    return read_workflow(result[0]);
  });
}

Result<std::vector<WorkflowVersionRow>> query_workflow_versions(SessionPool& sessions,
                                                                const WorkflowName& workflow) {
  if (auto found = query_workflow(sessions, workflow); !found) return std::move(found).error();
  return sessions.run<std::vector<WorkflowVersionRow>>("listing versions", [&](PqxxSession& session) {
    std::vector<WorkflowVersionRow> versions;
    for (const auto& row : session.query(kVersions, workflow.value)) {
      versions.push_back({text_of(row[0]), text_of(row[1]), text_of(row[2]), time_of(row[3])});
    }
    return versions;
  });
}

}  // namespace runledger::store
