#include <algorithm>
#include <functional>
#include <vector>

#include "store/journal/recorded_rows.hpp"
#include "store/journal/statements.hpp"
#include "store/postgres/database_locks.hpp"
#include "store/projection/projections.hpp"
#include "store/store.hpp"

namespace runledger::store {
namespace {

constexpr std::uint64_t kEventsAtOnce = 200;
constexpr Milliseconds kLongestStep{10 * 60'000};
constexpr char kRebuilding[] = "rebuilding the projections";
constexpr char kLockNotAvailable[] = "55P03";

constexpr Statement kNoStatementLimit{"rebuild_no_statement_limit", "SET LOCAL statement_timeout = 0"};
constexpr Statement kNoLockLimit{"rebuild_no_lock_limit", "SET LOCAL lock_timeout = 0"};
// Every projection, and nothing else. The vault, the inbox and the bodies are not made from events.
constexpr Statement kEmptyProjections{"rebuild_empty", R"sql(
  TRUNCATE runledger.runs, runledger.timers, runledger.requests, runledger.workflows, runledger.workflow_versions,
    runledger.api_keys, runledger.connections, runledger.secrets, runledger.children)sql"};

std::vector<const Statement*> rebuild_statements() {
  std::vector<const Statement*> all{
      &kBegin,       &kCommit,           &kLockHead,    &kReadLog,         &kNoStatementLimit,
      &kNoLockLimit, &kEmptyProjections, &kWaitBriefly, &kTakeRebuildLock, &kWhoServes};
  const auto projections = projection_statements();
  all.insert(all.end(), projections.begin(), projections.end());
  return all;
}

// Projects one page of the log. Errors: corrupt_history, unavailable.
Result<Done> project(PipelineConnection& connection, const std::vector<RecordedEvent>& page) {
  std::vector<Event> events;
  events.reserve(page.size());
  Projections projections;
  for (const RecordedEvent& recorded : page) {
    auto event = decode(recorded);
    if (!event) {
      return Error{Errc::corrupt_history,
                   "position " + std::to_string(recorded.position) + ": " + event.error().message};
    }
    events.push_back(*std::move(event));
    projections.fold({recorded.position, recorded.run, events.back()});
  }
  StatementSink sink;
  projections.write(sink);
  for (const auto& [statement, values] : sink.queued()) connection.send(*statement, values);
  const auto answers = connection.finish();
  if (answers.failure) return to_error(*answers.failure, kRebuilding);
  return Done{};
}

// An engine would stand still for the whole rebuild and refuse every webhook: nobody wants that by mistake.
// The lock stays until the connection ends.
Result<Done> keep_engines_out(PipelineConnection& connection) {
  connection.send(kWaitBriefly, {});
  connection.send(kTakeRebuildLock, {});
  const auto taken = connection.finish();
  if (!taken.failure) return Done{};
  if (taken.failure->state != kLockNotAvailable) return to_error(*taken.failure, kRebuilding);
  connection.send(kWhoServes, {});
  const auto served = connection.finish();
  if (served.failure) return to_error(*served.failure, kRebuilding);
  const PqResult& who = served.results.front();
  return Error{Errc::conflict, "an engine serves this database, or another rebuild is at work (" +
                                   std::string(who.is_null(0, 0) ? "gone meanwhile" : who.bytes(0, 0)) +
                                   "): a rebuild stops every append until it is done. Stop it first"};
}

}  // namespace

Result<Done> rebuild(const std::string& database_url,
                     const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) {
  const auto statements = rebuild_statements();
  auto opened = PipelineConnection::open({database_url, statements, kLongestStep, true});
  if (!opened) return std::move(opened).error();
  PipelineConnection& connection = **opened;
  if (auto alone = keep_engines_out(connection); !alone) return alone;

  // The head's lock first, as every append does: nothing is appended until the rebuild is committed.
  for (const Statement* statement :
       {&kBegin, &kNoStatementLimit, &kNoLockLimit, &kLockHead, &kEmptyProjections}) {
    connection.send(*statement, {});
  }
  const auto begun = connection.finish();
  if (begun.failure) return to_error(*begun.failure, kRebuilding);
  const std::uint64_t total = begun.results[3].int8(0, 0);

  for (std::uint64_t done = 0; done < total;) {
    connection.send(kReadLog, parameters(done, kEventsAtOnce, kMaxReadBytes));
    const auto answers = connection.finish();
    if (answers.failure) return to_error(*answers.failure, kRebuilding);
    const auto page = recorded_events(answers.results.front());
    if (page.empty()) {
      return Error{Errc::corrupt_history, "the log ends at position " + std::to_string(done) +
                                              ", but its head says " + std::to_string(total)};
    }
    if (auto projected = project(connection, page); !projected) return projected;
    done = page.back().position;
    if (progress) progress(done, total);
  }
  connection.send(kCommit, {});
  const auto committed = connection.finish();
  if (committed.failure) return to_error(*committed.failure, kRebuilding);
  return Done{};
}

}  // namespace runledger::store
