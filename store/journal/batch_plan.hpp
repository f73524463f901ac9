#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/merkle.hpp"
#include "store/journal/prepared_group.hpp"
#include "store/journal/version_cache.hpp"
#include "store/postgres/statement_sink.hpp"
#include "store/projection/projections.hpp"

namespace runledger::store {

// Where the log ends.
struct Head {
  std::uint64_t position = 0;
  ledger::Frontier frontier;
  std::uint64_t fence = 0;

  friend bool operator==(const Head&, const Head&) = default;
};

// Where a stream ends at the head; nullopt: not known, taken for empty (the unique key of the table then
// finds out).
using StreamEnds = std::function<std::optional<StreamEnd>(const std::string& stream)>;

// Puts groups one after the other behind the head: positions, versions, leaf hashes, frontier, rows. Pure;
// the head itself moves when the statements are committed.
class BatchPlan {
 public:
  BatchPlan(const Head& head, StreamEnds ends);

  // Adds a group, whole or not at all; its times must not run backwards. Errors: conflict, naming the stream
  // and both versions.
  Result<Appended> add(const PreparedGroup& group);

  bool empty() const { return !first_event_; }
  // All statements but BEGIN and COMMIT.
  StatementSink statements() const;
  // The head that it stands behind, and the one once it is committed.
  const Head& head() const { return head_; }
  const Head& next_head() const { return next_; }
  EventId first_event() const { return *first_event_; }
  std::uint64_t first_position() const { return head_.position + 1; }
  // The end of each stream that the plan moves.
  const std::unordered_map<std::string, StreamEnd>& moved_streams() const { return streams_; }

 private:
  Result<Done> check_versions(const PreparedGroup& group) const;
  StreamEnd end_of(const std::string& stream) const;
  void add_append(const PreparedAppend& append, std::optional<EventId>& cause);
  void add_change(const VaultChange& change);
  void add_event(const PreparedEvent& event, const Append& append, std::uint64_t version,
                 const std::optional<EventId>& cause);

  Head head_, next_;
  Timestamp recorded_at_;  // of the group being added
  std::string recorded_at_text_;
  StreamEnds ends_;
  std::unordered_map<std::string, StreamEnd> streams_;
  std::optional<EventId> first_event_;
  Rows events_, bodies_;
  // One statement a change, in the groups' order: of several changes of one name the last one stays.
  StatementSink vault_;
  Projections projections_;
};

}  // namespace runledger::store
