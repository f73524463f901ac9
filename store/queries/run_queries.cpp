#include "store/queries/run_queries.hpp"

#include <boost/json/object.hpp>

#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"
#include "store/queries/cursor.hpp"
#include "store/queries/page.hpp"

namespace runledger::store {
namespace {

#define RUNLEDGER_RUN_COLUMNS                                                                          \
  "r.run_id, r.workflow, r.version, r.definition_hash, r.status, r.trigger, r.request_id, r.rerun_of," \
  " runledger.micros(r.started_at), runledger.micros(r.finished_at), r.task, r.error::text,"           \
  " r.first_position, r.last_position, r.event_count, r.parent_run, r.parent_task"

// $3, $4: the row after which the page begins; $5: the earliest start.
constexpr Statement kRuns{"query_runs", "SELECT " RUNLEDGER_RUN_COLUMNS R"sql(
  FROM runledger.runs r
  WHERE ($1::text IS NULL OR r.workflow = $1) AND ($2::text IS NULL OR r.status = $2)
    AND (r.started_at, r.run_id) < (runledger.from_micros($3::bigint), $4::uuid)
    AND ($5::bigint IS NULL OR r.started_at >= runledger.from_micros($5::bigint))
    AND ($7::uuid IS NULL OR r.parent_run = $7)
  ORDER BY r.started_at DESC, r.run_id DESC LIMIT $6::bigint)sql"};

// Input and output can be large: the log has them, the projection does not.
constexpr Statement kRun{"query_run", "SELECT " RUNLEDGER_RUN_COLUMNS R"sql(
    , (SELECT e.data::text FROM runledger.events e WHERE e.position = r.first_position)
    , CASE WHEN r.status = 'completed' THEN
        (SELECT e.data::text FROM runledger.events e WHERE e.position = r.last_position) END
  FROM runledger.runs r WHERE r.run_id = $1::uuid)sql"};

// Past the end of PostgreSQL's time, but not of ours: the year 9999.
constexpr std::int64_t kEndOfTime = 253'402'300'799'000'000;
constexpr char kLastId[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";
constexpr char kFirstId[] = "00000000-0000-0000-0000-000000000000";

RunRow read_run(const pqxx::row& row) {
  RunRow run;
  run.run = id_of<RunId>(row[0]);
  run.workflow.value = text_of(row[1]);
  run.version = text_of(row[2]);
  run.definition_hash = text_of(row[3]);
  run.status = text_of(row[4]);
  run.trigger = text_of(row[5]);
  run.request = optional_id_of<RequestId>(row[6]);
  run.rerun_of = optional_id_of<RunId>(row[7]);
  run.started_at = time_of(row[8]);
  run.finished_at = optional_time_of(row[9]);
  run.task = text_of(row[10]);
  if (!row[11].is_null()) {
    if (const auto json = parse_json(text_of(row[11]), kEventDataLimits)) {
      if (auto error = run::run_error_from_json(*json)) run.error = *std::move(error);
    }
  }
  run.first_position = number_of(row[12]);
  run.last_position = number_of(row[13]);
  run.event_count = number_of(row[14]);
  run.parent = optional_id_of<RunId>(row[15]);
  run.parent_task = text_of(row[16]);
  return run;
}

// The member of an event's data; a null pointer when there is none.
SharedJson member_of(const pqxx::field& data, std::string_view name) {
  if (data.is_null()) return nullptr;
  auto json = parse_json(text_of(data), kEventDataLimits);
  if (!json || !json->is_object()) return nullptr;
  Json* found = json->get_object().if_contains(name);
  return found == nullptr ? nullptr : share(std::move(*found));
}

// Where the page begins: after the last row of the page before it, and not after `started_before`.
std::pair<std::int64_t, std::string> first_key(const RunFilter& filter,
                                               const std::optional<std::pair<Timestamp, RunId>>& cursor) {
  std::pair<std::int64_t, std::string> key{kEndOfTime, kLastId};
  if (filter.started_before) key = {to_micros(*filter.started_before), kFirstId};
  if (cursor) key = std::min(key, {to_micros(cursor->first), cursor->second.text()});
  return key;
}

}  // namespace

Result<Page<RunRow>> query_runs(SessionPool& sessions, const RunFilter& filter, const PageRequest& page) {
  if (auto checked = check_limit(page); !checked) return std::move(checked).error();
  const auto cursor = read_run_cursor(page.cursor);
  if (!cursor) return cursor.error();
  if ((filter.workflow && has_nul(filter.workflow->value)) || has_nul(filter.status)) return Page<RunRow>{};
  const char* workflow = filter.workflow ? filter.workflow->value.c_str() : nullptr;
  const char* status = filter.status.empty() ? nullptr : filter.status.c_str();
  const auto key = first_key(filter, *cursor);
  const auto from =
      filter.started_from ? std::optional(std::to_string(to_micros(*filter.started_from))) : std::nullopt;
  const auto parent = filter.parent ? std::optional(filter.parent->text()) : std::nullopt;
  return sessions.run<Page<RunRow>>("listing runs", [&](PqxxSession& session) {
    return read_page<RunRow>(session.query(kRuns, workflow, status, key.first, key.second, or_null(from),
                                           page.limit + 1, or_null(parent)),
                             page, read_run,
                             [](const RunRow& last) { return write_cursor(last.started_at, last.run); });
  });
}

Result<RunDetail> query_run(SessionPool& sessions, RunId run) {
  return sessions.run<RunDetail>("reading run " + run.text(), [&](PqxxSession& session) -> Result<RunDetail> {
    const auto result = session.query(kRun, run.text());
    if (result.empty()) return Error{Errc::not_found, "there is no run " + run.text()};
    const pqxx::row row = result[0];
    return RunDetail{read_run(row), member_of(row[17], "input"), member_of(row[18], "output")};
  });
}

}  // namespace runledger::store
