#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/journal/batch_plan.hpp"
#include "store/journal/version_cache.hpp"
#include "store/postgres/connection.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/event_log.hpp"

namespace runledger::store {

// The event log over one PostgreSQL connection. In the common case a batch is one transaction and one round
// trip: the writer knows where the head of the log is, and the first statement of the transaction makes sure
// that it is still there. Where another node wrote in between, the batch is tried again under the head's
// lock. Nothing is ever sent twice without certainty: after a lost connection the writer raises the fence on
// the head, after which the old transaction either shows in the log or never will.
class JournalWriter final : public EventLog {
 public:
  struct Options {
    std::string database_url;
    Milliseconds answer_timeout{15'000};
    // How long to try to learn the outcome of a commit whose answer was lost, before saying outcome_unknown.
    Milliseconds in_doubt_patience{5'000};
    std::size_t remembered_streams = 20'000;  // must be more than a batch has
  };
  // Connects when first used. `clock` and `random` must outlive the writer.
  JournalWriter(Options options, const Clock& clock, Random& random);

  std::vector<Result<Appended>> append(std::span<const AppendGroup> groups) override;
  Result<std::vector<RecordedEvent>> read_stream(const StreamName& stream, std::uint64_t after_version,
                                                 std::size_t limit) override;

 private:
  // A group of the batch and where its result goes.
  struct Slot {
    PreparedGroup group;
    Result<Appended>* result;
  };
  using Slots = std::span<Slot* const>;
  // A group with the place that it has once the plan is committed.
  struct Placed {
    Slot* slot;
    Appended place;
  };
  enum class Step { done, again, again_locked, split };

  Result<Done> ensure_ready();
  Result<Done> read_head();
  bool take_head(const PqResult& row);

  void append_slots(Slots slots, Timestamp recorded_at);
  Step try_append(Slots slots, Timestamp recorded_at, bool locked);
  std::optional<SqlFailure> learn_versions(Slots slots, bool locked);
  Step after_failure(const SqlFailure& failure, Slots slots, bool locked);
  Step settle(EventId first_event, const std::vector<Placed>& placed, Slots slots);
  std::optional<bool> is_in_log(EventId event);
  static void deliver(const std::vector<Placed>& placed);
  static void fail(Slots slots, const Error& error);

  Options options_;
  const Clock& clock_;
  Random& random_;
  std::unique_ptr<PipelineConnection> connection_;
  Head head_;
  VersionCache versions_;
  bool fence_needed_ = false;  // a transaction of a lost connection may still be on its way
  Timestamp last_recorded_at_{};
  Milliseconds retry_delay_{0};
  std::chrono::steady_clock::time_point next_connect_{};
};

}  // namespace runledger::store
