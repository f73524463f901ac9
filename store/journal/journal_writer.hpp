#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/journal/draft.hpp"
#include "store/journal/log_session.hpp"
#include "store/journal/version_cache.hpp"
#include "store/postgres/connection.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/event_log.hpp"

namespace runledger::store {

// The event log over one PostgreSQL connection. In the common case a batch is one transaction and one round
// trip: the writer knows where the head of the log is, and the first statement of the transaction makes sure
// that it is still there. While the database works, the next batch is drafted behind the head that this one
// will leave, so it can be sent at once. Where another node wrote in between, a batch is tried again under
// the head's lock. Nothing is ever sent twice without certainty: after a lost connection the writer raises
// the fence on the head, after which the old transaction either shows in the log or never will.
class JournalWriter final : public EventLog {
 public:
  struct Options {
    LogSession::Options session;
    // How long to try to learn the outcome of a commit whose answer was lost, before saying outcome_unknown.
    Milliseconds in_doubt_patience{5'000};
    std::size_t remembered_streams = 20'000;  // must be more than a batch has
  };
  // Connects when first used. `clock` and `random` must outlive the writer.
  JournalWriter(Options options, const Clock& clock, Random& random);

  using EventLog::append;
  std::vector<Result<Appended>> append(std::span<const AppendGroup> groups, Meanwhile* meanwhile) override;
  Result<std::vector<RecordedEvent>> read_stream(const StreamName& stream, std::uint64_t after_version,
                                                 std::size_t limit) override;
  // How many transactions were sent as they had been drafted.
  std::uint64_t drafts_used() const { return drafts_used_; }

 private:
  // A group of the batch and where its result goes.
  struct Slot {
    const PreparedGroup* group;
    Result<Appended>* result;
  };
  using Slots = std::span<Slot* const>;
  // One call of append().
  struct Call {
    std::unique_ptr<Draft> draft;
    Meanwhile* meanwhile;
  };
  // A group with the place that it has once the plan is committed.
  struct Placed {
    Slot* slot;
    Appended place;
  };
  enum class Step { done, again, again_locked, split };

  std::unique_ptr<Draft> new_draft(const Head& head);
  Timestamp next_time();
  PipelineConnection::Answers finish(Meanwhile* meanwhile, const Head& next_head);
  std::optional<StreamEnd> end_of(const std::string& stream);
  void draft_next(Meanwhile* meanwhile, const Head& head);

  void append_slots(const Call& call, Slots slots);
  Step try_append(const Call& call, Slots slots, bool locked);
  Result<std::vector<Placed>> place(BatchPlan& plan, Slots slots, bool locked);
  PipelineConnection::Answers carry_out(const BatchPlan& plan, bool locked, Meanwhile* meanwhile);
  std::optional<SqlFailure> learn_versions(const Call& call, Slots slots, bool locked);
  Step after_failure(const Call& call, const SqlFailure& failure, Slots slots, bool locked);
  Step settle(const BatchPlan& plan, const std::vector<Placed>& placed, Slots slots);
  std::optional<bool> is_in_log(const BatchPlan& plan);
  static void deliver(const std::vector<Placed>& placed);
  static void fail(Slots slots, const Error& error);

  const Clock& clock_;
  Random& random_;
  const Milliseconds in_doubt_patience_;
  VersionCache versions_;
  LogSession session_;
  const BatchPlan* under_way_ = nullptr;  // sent, not yet answered
  std::unique_ptr<Draft> next_;           // of the next append, begun during the last one
  std::uint64_t drafts_used_ = 0;
  Timestamp last_recorded_at_{};
};

}  // namespace runledger::store
