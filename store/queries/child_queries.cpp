#include "store/queries/child_queries.hpp"

#include <spdlog/spdlog.h>

#include "store/postgres/pqxx_rows.hpp"
#include "workflow/run/codec.hpp"

namespace runledger::store {
namespace {

// c: the child as its parent asked for it, in the event `e` of the run `p`; r: its run, once it has begun;
// l: that run's end. The three cases, in order: begin it; cancel it; tell its parent.
constexpr Statement kChildren{"children_to_tend", R"sql(
  SELECT c.parent, p.workflow, e.event_id, e.type, e.type_version, e.data::text,
         CASE WHEN r.run_id IS NULL THEN 'begin' WHEN c.given_up THEN 'cancel' ELSE 'report' END,
         CASE WHEN c.version = 'latest' THEN w.hash ELSE v.hash END, coalesce(w.enabled, true), c.given_up,
         l.type, l.type_version, l.data::text
  FROM runledger.children c
  JOIN runledger.runs p ON p.run_id = c.parent
  JOIN runledger.events e ON e.position = c.position
  LEFT JOIN runledger.runs r ON r.run_id = c.run_id
  LEFT JOIN runledger.events l
    ON l.position = r.last_position AND c.awaited AND NOT c.given_up AND r.status IN ('completed', 'faulted', 'cancelled')
  LEFT JOIN runledger.workflows w ON r.run_id IS NULL AND w.workflow = c.workflow
  LEFT JOIN runledger.workflow_versions v
    ON r.run_id IS NULL AND v.workflow = c.workflow AND v.version = c.version
  WHERE (NOT c.begun OR c.ended OR c.given_up OR NOT c.awaited) AND c.run_id > $1::uuid
    AND CASE WHEN r.run_id IS NULL THEN NOT c.given_up OR w.hash IS NOT NULL AND (c.version = 'latest' OR v.hash IS NOT NULL)
             WHEN c.given_up THEN r.status IN ('running', 'waiting', 'quarantined')
             ELSE p.status IN ('running', 'waiting') AND (NOT c.awaited OR l.position IS NOT NULL) END
  ORDER BY c.run_id LIMIT $2::bigint)sql"};

Result<run::RunEvent> event_at(const pqxx::row& row, int column) {
  return run::decode(text_of(row[column]), row[column + 1].as<int>(), text_of(row[column + 2]));
}

// How a run ended, for the one that waits for it.
run::ChildOutcome outcome_of(const run::RunEvent& end) {
  if (const auto* completed = std::get_if<run::RunCompleted>(&end)) return run::Succeeded{completed->output};
  if (const auto* faulted = std::get_if<run::RunFaulted>(&end)) return run::Failed{faulted->error};
  const auto* cancelled = std::get_if<run::RunCancelled>(&end);
  return run::ChildCancelled{cancelled == nullptr ? std::string() : cancelled->reason};
}

Result<ChildWork> read_child(const pqxx::row& row) {
  auto asked = event_at(row, 3);
  if (!asked) return std::move(asked).error();
  auto* request = std::get_if<run::ChildRunRequested>(&*asked);
  if (request == nullptr) return Error{Errc::corrupt_history, "no child was asked for there"};
  ChildWork child{id_of<RunId>(row[0]), WorkflowName{text_of(row[1])}, std::move(*request),
                  id_of<EventId>(row[2]), ChildWork::Cancel{}};
  const std::string what = text_of(row[6]);
  if (what == "begin") {
    child.what = ChildWork::Begin{text_of(row[7]), row[8].as<bool>(), row[9].as<bool>()};
  } else if (what == "cancel") {
    return child;
  } else if (!child.request.awaited) {
    child.what = ChildWork::Report{run::ChildBegan{}};
  } else {
    auto end = event_at(row, 10);
    if (!end) return std::move(end).error();
    child.what = ChildWork::Report{outcome_of(*end)};
  }
  return child;
}

}  // namespace

std::vector<ChildWork> children_to_tend(PqxxSession& session, RunId after, std::size_t limit) {
  std::vector<ChildWork> children;
  for (const auto& row : session.query(kChildren, after.text(), limit)) {
    auto child = read_child(row);
    // One that cannot be read must not stand in the way of the others.
    if (!child) {
      spdlog::error("store.child_unreadable parent={} {}", text_of(row[0]), child.error().message);
      continue;
    }
    children.push_back(*std::move(child));
  }
  return children;
}

}  // namespace runledger::store
