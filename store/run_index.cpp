#include "store/run_index.hpp"

#include <spdlog/spdlog.h>

#include <boost/json/array.hpp>

#include "store/postgres/pqxx_rows.hpp"
#include "store/postgres/session_pool.hpp"
#include "store/queries/child_queries.hpp"

namespace runledger::store {
namespace {

constexpr Statement kRunning{"running_runs", R"sql(
  SELECT run_id, workflow FROM runledger.runs
  WHERE status = 'running' AND run_id > $1::uuid ORDER BY run_id LIMIT $2::bigint)sql"};

// A run's earliest timer only: found by the first of its rows in the order of time.
constexpr Statement kDue{"due_runs", R"sql(
  SELECT r.run_id, r.workflow, runledger.micros(min(t.due)) AS due
  FROM runledger.timers t JOIN runledger.runs r USING (run_id)
  WHERE NOT t.asleep AND t.due < runledger.from_micros($1::bigint) AND r.status = 'waiting'
  GROUP BY r.run_id, r.workflow ORDER BY due, r.run_id LIMIT $2::bigint)sql"};

constexpr Statement kSqlStarts{"sql_starts", R"sql(
  SELECT run_id, workflow, payload::text, seq FROM runledger.start_inbox
  WHERE refused IS NULL AND seq > $2::bigint ORDER BY seq LIMIT $1::bigint)sql"};
constexpr Statement kRefuseStart{
    "refuse_start", "UPDATE runledger.start_inbox SET refused = $2::text WHERE run_id = $1::uuid"};

constexpr Statement kSchedules{"schedules", R"sql(
  SELECT w.workflow, runledger.micros(w.in_force_since), runledger.micros(w.last_due),
         coalesce(r.status IN ('running', 'waiting'), false), runledger.micros(r.finished_at), w.firings
  FROM runledger.workflows w LEFT JOIN runledger.runs r ON r.run_id = w.last_scheduled_run
  WHERE w.workflow IN (SELECT json_array_elements_text($1::json)))sql"};

class PgRunIndex final : public RunIndex {
 public:
  explicit PgRunIndex(const std::string& url) : sessions_(url, 1) {}

  Result<std::vector<ActiveRun>> running(RunId after, std::size_t limit) override {
    return sessions_.run<std::vector<ActiveRun>>("listing the running runs", [&](PqxxSession& session) {
      std::vector<ActiveRun> runs;
      for (const auto& row : session.query(kRunning, after.text(), limit)) {
        runs.push_back({id_of<RunId>(row[0]), WorkflowName{text_of(row[1])}});
      }
      return runs;
    });
  }

  Result<std::vector<DueRun>> due(Timestamp before, std::size_t limit) override {
    return sessions_.run<std::vector<DueRun>>("listing the due runs", [&](PqxxSession& session) {
      std::vector<DueRun> runs;
      for (const auto& row : session.query(kDue, to_micros(before), limit)) {
        runs.push_back({id_of<RunId>(row[0]), WorkflowName{text_of(row[1])}, time_of(row[2])});
      }
      return runs;
    });
  }

  Result<std::vector<SqlStart>> sql_starts(std::size_t limit, std::uint64_t after_seq) override {
    return sessions_.run<std::vector<SqlStart>>(
        "listing the starts asked for by SQL", [&](PqxxSession& session) {
          std::vector<SqlStart> starts;
          for (const auto& row : session.query(kSqlStarts, limit, after_seq)) {
            auto payload = parse_json(text_of(row[2]));
            if (payload) {
              starts.push_back({id_of<RunId>(row[0]), WorkflowName{text_of(row[1])},
                                share(*std::move(payload)), number_of(row[3])});
            } else {
              refuse(session, text_of(row[0]), payload.error().message);
            }
          }
          return starts;
        });
  }

  Result<std::vector<ScheduleState>> schedules(const std::vector<WorkflowName>& workflows) override {
    JsonArray names;
    for (const auto& workflow : workflows) names.emplace_back(workflow.value);
    return sessions_.run<std::vector<ScheduleState>>("reading the schedules", [&](PqxxSession& session) {
      std::vector<ScheduleState> states;
      for (const auto& row : session.query(kSchedules, write_json(names))) {
        states.push_back(
            {WorkflowName{text_of(row[0])},
             {time_of(row[1]), optional_time_of(row[2]), row[3].as<bool>(), optional_time_of(row[4])},
             number_of(row[5])});
      }
      return states;
    });
  }

  Result<std::vector<ChildWork>> children(RunId after, std::size_t limit) override {
    return sessions_.run<std::vector<ChildWork>>(
        "listing the children to look after",
        [&](PqxxSession& session) { return children_to_tend(session, after, limit); });
  }

 private:
  // PostgreSQL's `json` takes what we do not (a number that no double holds, a key twice): set aside, so that
  // it does not stand in the way of others.
  static void refuse(PqxxSession& session, const std::string& run, const std::string& why) {
    spdlog::warn("store.sql_start_refused run={} {}", run, why);
    session.query(kRefuseStart, run, "the payload cannot be used: " + why);
  }

  SessionPool sessions_;
};

}  // namespace

std::unique_ptr<RunIndex> make_run_index(const std::string& database_url) {
  return std::make_unique<PgRunIndex>(database_url);
}

}  // namespace runledger::store
