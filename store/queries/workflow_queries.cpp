#include "store/queries/workflow_queries.hpp"

#include <limits>

#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"
#include "store/queries/cursor.hpp"
#include "store/queries/page.hpp"

namespace runledger::store {
namespace {

// One by its name ($1), or a page of those after a name ($2).
constexpr Statement kWorkflows{"query_workflows", R"sql(
  SELECT w.workflow, w.webhook, w.enabled, w.version, w.hash, runledger.micros(w.created_at),
    runledger.micros(w.updated_at), runledger.micros(w.in_force_since), runledger.micros(w.last_due),
    coalesce(r.status IN ('running', 'waiting'), false), runledger.micros(r.finished_at), w.last_scheduled_run
  FROM runledger.workflows w LEFT JOIN runledger.runs r ON r.run_id = w.last_scheduled_run
  WHERE ($1::text IS NULL OR w.workflow = $1) AND ($2::text IS NULL OR w.workflow > $2)
  ORDER BY w.workflow LIMIT $3::bigint)sql"};
// One by its version ($2), or a page of those before a position ($3), without their sources.
constexpr Statement kVersions{"query_workflow_versions", R"sql(
  SELECT version, hash, CASE WHEN $2::text IS NULL THEN '' ELSE source END, runledger.micros(added_at), position
  FROM runledger.workflow_versions
  WHERE workflow = $1::text AND ($2::text IS NULL OR version = $2) AND position < $3::bigint
  ORDER BY position DESC LIMIT $4::bigint)sql"};
constexpr std::int64_t kAnyPosition = std::numeric_limits<std::int64_t>::max();
constexpr const char* kAny = nullptr;

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

WorkflowVersionRow read_version(const pqxx::row& row) {
  return {text_of(row[0]), text_of(row[1]), text_of(row[2]), time_of(row[3]), number_of(row[4])};
}

Error no_workflow(const WorkflowName& workflow) {
  return {Errc::not_found, "there is no workflow '" + workflow.value.substr(0, 200) + "'"};
}

}  // namespace

Result<Page<WorkflowRow>> query_workflows(SessionPool& sessions, const PageRequest& page) {
  if (auto checked = check_limit(page); !checked) return std::move(checked).error();
  const auto after = read_name_cursor(page.cursor);
  if (!after) return after.error();
  return sessions.run<Page<WorkflowRow>>("listing workflows", [&](PqxxSession& session) {
    return read_page<WorkflowRow>(session.query(kWorkflows, kAny, or_null(*after), page.limit + 1), page,
                                  read_workflow,
                                  [](const WorkflowRow& last) { return write_cursor(last.workflow.value); });
  });
}

Result<WorkflowRow> query_workflow(SessionPool& sessions, const WorkflowName& workflow) {
  if (has_nul(workflow.value)) return no_workflow(workflow);
  return sessions.run<WorkflowRow>("reading a workflow", [&](PqxxSession& session) -> Result<WorkflowRow> {
    const auto result = session.query(kWorkflows, workflow.value, kAny, 1);
    if (result.empty()) return no_workflow(workflow);
    return read_workflow(result[0]);
  });
}

Result<Page<WorkflowVersionRow>> query_workflow_versions(SessionPool& sessions, const WorkflowName& workflow,
                                                         const PageRequest& page) {
  if (auto checked = check_limit(page); !checked) return std::move(checked).error();
  const auto cursor = read_position_cursor(page.cursor);
  if (!cursor) return cursor.error();
  if (auto found = query_workflow(sessions, workflow); !found) return std::move(found).error();
  const auto before = cursor->has_value() ? static_cast<std::int64_t>(**cursor) : kAnyPosition;
  return sessions.run<Page<WorkflowVersionRow>>("listing versions", [&](PqxxSession& session) {
    return read_page<WorkflowVersionRow>(
        session.query(kVersions, workflow.value, kAny, before, page.limit + 1), page, read_version,
        [](const WorkflowVersionRow& last) { return write_cursor(last.position); });
  });
}

Result<WorkflowVersionRow> query_workflow_version(SessionPool& sessions, const WorkflowName& workflow,
                                                  const std::string& version) {
  if (auto found = query_workflow(sessions, workflow); !found) return std::move(found).error();
  const Error none{Errc::not_found, "the workflow has no version '" + version.substr(0, 60) + "'"};
  if (has_nul(version)) return none;
  return sessions.run<WorkflowVersionRow>(
      "reading a version", [&](PqxxSession& session) -> Result<WorkflowVersionRow> {
        const auto result = session.query(kVersions, workflow.value, version, kAnyPosition, 1);
        if (result.empty()) return none;
        return read_version(result[0]);
      });
}

}  // namespace runledger::store
