#include "store/queries/error_queries.hpp"

#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"

namespace runledger::store {
namespace {

// The groups first, then one row each for the sample: its error is read for as many runs as there are groups.
constexpr Statement kErrors{"query_errors", R"sql(
  WITH groups AS (
    SELECT workflow, task, error_type, error_title, count(*) AS runs, min(finished_at) AS first_seen,
      max(finished_at) AS last_seen
    FROM runledger.runs
    WHERE status IN ('faulted', 'quarantined') AND ($2::text IS NULL OR workflow = $2)
    GROUP BY workflow, task, error_type, error_title
    ORDER BY last_seen DESC, workflow, task, error_type, error_title LIMIT $1::bigint)
  SELECT g.workflow, g.task, g.error_type, g.error_title, sample.detail, sample.run_id, g.runs,
    runledger.micros(g.first_seen), runledger.micros(g.last_seen)
  FROM groups g CROSS JOIN LATERAL (
    SELECT r.run_id, r.error ->> 'detail' AS detail FROM runledger.runs r
    WHERE r.status IN ('faulted', 'quarantined') AND r.workflow = g.workflow AND r.task = g.task
      AND r.error_type = g.error_type AND r.error_title = g.error_title
    ORDER BY r.finished_at DESC, r.run_id DESC LIMIT 1) AS sample
  ORDER BY g.last_seen DESC, g.workflow, g.task, g.error_type, g.error_title)sql"};

}  // namespace

Result<std::vector<ErrorGroup>> query_errors(SessionPool& sessions,
                                             const std::optional<WorkflowName>& workflow, std::size_t limit) {
  if (workflow && has_nul(workflow->value)) return std::vector<ErrorGroup>{};
  const char* filter = workflow ? workflow->value.c_str() : nullptr;
  return sessions.run<std::vector<ErrorGroup>>("grouping the errors", [&](PqxxSession& session) {
    std::vector<ErrorGroup> groups;
    for (const auto& row : session.query(kErrors, limit, filter)) {
      ErrorGroup& group = groups.emplace_back();
      group.workflow.value = text_of(row[0]);
      group.task = text_of(row[1]);
      group.type = text_of(row[2]);
      group.title = text_of(row[3]);
      group.sample_detail = text_of(row[4]);
      group.sample_run = id_of<RunId>(row[5]);
      group.count = number_of(row[6]);
      group.first_seen = time_of(row[7]);
      group.last_seen = time_of(row[8]);
    }
    return groups;
  });
}

}  // namespace runledger::store
