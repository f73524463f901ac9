#include "store/queries/run_event_queries.hpp"

#include "store/postgres/pqxx_rows.hpp"
#include "store/queries/cursor.hpp"
#include "store/queries/page.hpp"

namespace runledger::store {
namespace {

constexpr Statement kRunEvents{"query_run_events", R"sql(
  SELECT position, event_id, version, type, type_version, data, actor, causation, correlation,
    runledger.micros(recorded_at), encode(leaf_hash, 'hex'), found
  FROM (
    SELECT *, count(*) OVER () AS found,
      sum(octet_length(data)) OVER (ORDER BY version) - octet_length(data) AS bytes_before
    FROM (SELECT position, event_id, version, type, type_version, data::text, actor, causation, correlation,
            recorded_at, leaf_hash
          FROM runledger.events WHERE stream = $1::text AND version > $2::bigint
          ORDER BY version LIMIT $3::bigint) AS page) AS measured
  WHERE bytes_before < $4::bigint ORDER BY version)sql"};

RecordedEvent read_event(const pqxx::row& row, RunId run) {
  RecordedEvent event;
  event.position = number_of(row[0]);
  event.id = id_of<EventId>(row[1]);
  event.stream = run_stream(run);
  event.version = number_of(row[2]);
  event.type = text_of(row[3]);
  event.type_version = row[4].as<int>();
  event.run = run;
  event.data = text_of(row[5]);
  event.actor = text_of(row[6]);
  event.causation = optional_id_of<EventId>(row[7]);
  event.correlation = text_of(row[8]);
  event.recorded_at = time_of(row[9]);
  event.leaf_hash = text_of(row[10]);
  return event;
}

}  // namespace

Result<Page<RecordedEvent>> query_run_events(SessionPool& sessions, RunId run, const PageRequest& page) {
  if (auto checked = check_limit(page); !checked) return std::move(checked).error();
  const auto cursor = read_position_cursor(page.cursor);
  if (!cursor) return cursor.error();
  const auto after = static_cast<std::int64_t>(cursor->value_or(0));
  return sessions.run<Page<RecordedEvent>>(
      "reading the events of run " + run.text(), [&](PqxxSession& session) -> Result<Page<RecordedEvent>> {
        const auto rows = session.query(kRunEvents, run_stream(run).value, after, page.limit + 1,
                                        static_cast<std::int64_t>(kMaxReadBytes));
        const auto cursor_of = [](const RecordedEvent& last) { return write_cursor(last.version); };
        auto found = read_page<RecordedEvent>(
            rows, page, [&](const pqxx::row& row) { return read_event(row, run); }, cursor_of);
        // A page of large events is shorter than asked for.
        if (found && !rows.empty() && number_of(rows[0][11]) > static_cast<std::uint64_t>(rows.size())) {
          found->next = cursor_of(found->rows.back());
        }
        if (found && found->rows.empty() && after == 0)
          return Error{Errc::not_found, "there is no run " + run.text()};
        return found;
      });
}

}  // namespace runledger::store
