#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "workflow/ports/vault_change.hpp"
#include "workflow/record/events.hpp"
#include "workflow/run/events.hpp"

namespace runledger {

using Event = std::variant<run::RunEvent, record::RecordEvent>;

// Stream names. One family a subject; nothing else builds them by hand.
StreamName run_stream(RunId run);
StreamName workflow_stream(const WorkflowName& workflow);
StreamName schedule_stream(const WorkflowName& workflow);
StreamName request_stream(const std::optional<WorkflowName>& workflow, Timestamp received_at);
inline const StreamName kKeysStream{"admin/keys"};
inline const StreamName kConnectionsStream{"admin/connections"};
inline const StreamName kSecretsStream{"admin/secrets"};

// Who did it: "engine", "key:<id>", "admin:<name>", "sql".
struct Actor {
  std::string value = "engine";
};

// Events to put at the end of one stream.
struct Append {
  StreamName stream;
  // How many events the stream holds already, as the writer knows it; the append fails with `conflict` when
  // that is no longer so. Absent: at the end, wherever that is.
  std::optional<std::uint64_t> expected_version;
  std::optional<RunId> run;
  std::vector<Event> events;
  Actor actor;
  std::string correlation;  // what belongs together across streams: the run's id; else the request's
};

// The exact bytes of an accepted request, kept beside the log under its id.
struct RequestBody {
  RequestId request;
  std::string bytes;
};

// Appends that succeed or fail together, in the order in which one led to the other: each event's causation
// is the one before it; the first one's is `cause`, else the last of its stream when a version is expected.
struct AppendGroup {
  std::vector<Append> appends;
  std::optional<RequestBody> body;
  std::optional<EventId> cause = {};  // in another stream, recorded before
  // What the events say of the vault: written in their transaction, in this order, or not at all.
  std::vector<VaultChange> vault = {};
};

struct Appended {
  std::uint64_t first_position = 0;
  std::uint64_t last_position = 0;
  Timestamp recorded_at;
};

// Events can have megabytes each: so much of their data is read at once, and one event more.
inline constexpr std::uint64_t kMaxReadBytes = 16 * 1024 * 1024;

// An event as it was recorded. `data` is the exact text.
struct RecordedEvent {
  std::uint64_t position = 0;
  EventId id;
  StreamName stream;
  std::uint64_t version = 0;  // 1 for a stream's first event
  std::string type;
  int type_version = 1;
  std::optional<RunId> run;
  std::string data;
  std::string actor;
  std::optional<EventId> causation;  // the event that led to it
  std::string correlation;
  Timestamp recorded_at;
  std::string leaf_hash;  // hex
};

Result<Event> decode(const RecordedEvent& recorded);

// What a writer gets done while the database works on its append.
class Meanwhile {
 public:
  virtual ~Meanwhile() = default;
  // Called now and then during an append, in its thread. Groups that the next append begins with, in order,
  // behind those given earlier. The log makes them ready, so that the database need not wait for it. They
  // stay where they are until that append returns, or until this one's results say that the database is away.
  virtual std::span<const AppendGroup> more() = 0;
};

// Whether an append's results say that the database is away: nothing was written, of no group.
bool says_away(std::span<const Result<Appended>> results);

// The log and its projections, as the journal sees them. Implemented by store/. Blocking; one thread at a
// time.
class EventLog {
 public:
  virtual ~EventLog() = default;

  // Appends all groups in one transaction with their projections, bodies, changes of the vault and the Merkle
  // frontier; a group that conflicts does not keep the others out. Results are in the groups' order. When a
  // Result is good, the group is durable. Errors: conflict (a version moved on), invalid_input (PostgreSQL
  // refuses the data), unavailable (nothing was written; try again later), outcome_unknown (the connection
  // broke at commit: read the stream, never repeat blindly).
  virtual std::vector<Result<Appended>> append(std::span<const AppendGroup> groups, Meanwhile* meanwhile) = 0;
  std::vector<Result<Appended>> append(std::span<const AppendGroup> groups) {
    return append(groups, nullptr);
  }

  // The events of `stream` after `after_version`, in order: at most `limit`, and no more once they have
  // kMaxReadBytes of data together. When neither is reached there are no more.
  virtual Result<std::vector<RecordedEvent>> read_stream(const StreamName& stream,
                                                         std::uint64_t after_version, std::size_t limit) = 0;

  // Whether the database answers now; cheap. Errors: unavailable.
  virtual Result<Done> probe() {
    auto events = read_stream(kKeysStream, 0, 1);
    if (!events) return std::move(events).error();
    return Done{};
  }
};

}  // namespace runledger
