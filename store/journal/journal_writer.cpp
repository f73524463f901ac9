#include "store/journal/journal_writer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "store/journal/recorded_rows.hpp"
#include "store/journal/statements.hpp"

namespace runledger::store {
namespace {

using Clock = std::chrono::steady_clock;

// How often a batch is begun anew before it is given up: other writers were faster, or the connection broke
// and the transaction is known not to have happened.
constexpr int kMaxAttempts = 5;
// The rows of a transaction travel as a few large values, of which PostgreSQL takes 1 GB at most.
constexpr std::size_t kMaxTransactionBytes = 64 << 20;
constexpr char kAppending[] = "appending to the log";

std::span<const Statement* const> journal_statements() {
  static const std::vector<const Statement*> all = [] {
    std::vector<const Statement*> made{&kBegin,
                                       &kCommit,
                                       &kRollback,
                                       &kLockHead,
                                       &kMoveHead,
                                       &kFindEvent,
                                       &kReadVersions,
                                       &kInsertEvents.many,
                                       &kInsertEvents.one,
                                       &kInsertBodies.many,
                                       &kInsertBodies.one,
                                       &kPutVaultValue,
                                       &kEraseVaultValue,
                                       &kReadStream};
    const auto projections = projection_statements();
    made.insert(made.end(), projections.begin(), projections.end());
    return made;
  }();
  return all;
}

}  // namespace

JournalWriter::JournalWriter(Options options, const runledger::Clock& clock, Random& random)
    : clock_(clock),
      random_(random),
      in_doubt_patience_(options.in_doubt_patience),
      versions_(options.remembered_streams),
      session_(std::move(options.session), journal_statements(), [this] { versions_.clear(); }) {}

std::vector<Result<Appended>> JournalWriter::append(std::span<const AppendGroup> groups,
                                                    Meanwhile* meanwhile) {
  Call call{std::exchange(next_, nullptr), meanwhile};
  if (!call.draft || !call.draft->begins(groups)) call.draft = new_draft(session_.head());
  call.draft->expect(session_.head());
  const std::size_t drafted = call.draft->entries().size();
  for (const AppendGroup& group : groups.subspan(drafted)) call.draft->add(group, next_time(), random_);
  std::vector<Result<Appended>> results(groups.size(), Error{Errc::internal, "the group was not looked at"});
  std::vector<Slot> slots;
  slots.reserve(groups.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto& prepared = call.draft->entries()[i].group;
    if (prepared) {
      slots.push_back({&*prepared, &results[i]});
    } else {
      results[i] = prepared.error();
    }
  }
  std::vector<Slot*> pointers;
  for (Slot& slot : slots) pointers.push_back(&slot);
  for (Slots rest = pointers; !rest.empty();) {
    std::size_t count = 0;
    for (std::size_t bytes = 0; count < rest.size(); ++count) {
      bytes += rest[count]->group->bytes;
      if (count > 0 && bytes > kMaxTransactionBytes) break;
    }
    append_slots(call, rest.first(count));
    rest = rest.subspan(count);
  }
  // Its groups are then refused too, and gone: others may stand where they stood.
  if (says_away(results)) next_.reset();
  return results;
}

std::unique_ptr<Draft> JournalWriter::new_draft(const Head& head) {
  return std::make_unique<Draft>(head, [this](const std::string& stream) { return end_of(stream); });
}

// Never before the time of the group before.
Timestamp JournalWriter::next_time() {
  return last_recorded_at_ = std::max(last_recorded_at_, clock_.now());
}

std::optional<StreamEnd> JournalWriter::end_of(const std::string& stream) {
  if (under_way_ != nullptr) {
    const auto moved = under_way_->moved_streams().find(stream);
    if (moved != under_way_->moved_streams().end()) return moved->second;
  }
  return versions_.find(stream);
}

// Makes what came in meanwhile ready for the next append, behind the head that is expected then.
void JournalWriter::draft_next(Meanwhile* meanwhile, const Head& head) {
  if (meanwhile == nullptr) return;
  for (const AppendGroup& group : meanwhile->more()) {
    if (!next_) next_ = new_draft(head);
    next_->expect(head);
    next_->add(group, next_time(), random_);
  }
}

// An exception (there is no memory, say) leaves answers unread that nobody could tell from the next ones: the
// connection goes, and with the fence whatever may still be on its way.
PipelineConnection::Answers JournalWriter::finish(Meanwhile* meanwhile, const Head& next_head) {
  if (meanwhile == nullptr) return session_.connection().finish();
  try {
    return session_.connection().finish([&] { draft_next(meanwhile, next_head); });
  } catch (...) {
    under_way_ = nullptr;
    next_.reset();
    session_.drop_in_doubt();
    throw;
  }
}

// Appends these groups in one transaction. Where PostgreSQL refuses the data, in halves, so that the group at
// fault ends up alone.
void JournalWriter::append_slots(const Call& call, Slots slots) {
  if (slots.empty()) return;
  bool locked = false;
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    switch (try_append(call, slots, locked)) {
      case Step::done:
        return;
      case Step::again:
        break;
      case Step::again_locked:
        locked = true;
        break;
      case Step::split:
        append_slots(call, slots.first(slots.size() / 2));
        append_slots(call, slots.subspan(slots.size() / 2));
        return;
    }
  }
  fail(slots,
       {Errc::unavailable, "appending to the log: the database lost the batch again and again; try again"});
}

JournalWriter::Step JournalWriter::try_append(const Call& call, Slots slots, bool locked) {
  // Connecting may take a while; whoever waits for what is done already should not.
  if (!session_.is_up()) draft_next(call.meanwhile, session_.head());
  if (auto ready = session_.ready(); !ready) {
    fail(slots, ready.error());
    return Step::done;
  }
  const BatchPlan* plan = locked ? nullptr : call.draft->plan_behind(session_.head(), slots.size());
  std::optional<BatchPlan> made;
  std::vector<Placed> placed;
  if (plan != nullptr) {
    auto slot = slots.begin();
    for (const Draft::Entry& drafted : call.draft->entries()) {
      if (drafted.place) placed.push_back({*slot++, *drafted.place});
    }
  } else {
    if (auto failure = learn_versions(call, slots, locked))
      return after_failure(call, *failure, slots, locked);
    made.emplace(session_.head(), [this](const std::string& stream) { return versions_.find(stream); });
    auto places = place(*made, slots, locked);
    if (!places) return Step::again_locked;
    placed = *std::move(places);
    plan = &*made;
  }
  const auto answers = carry_out(*plan, locked, call.meanwhile);
  if (answers.failure) {
    if (session_.connection().lost() && !plan->empty()) return settle(*plan, placed, slots);
    return after_failure(call, *answers.failure, slots, locked);
  }
  if (!made) ++drafts_used_;
  session_.move_head(plan->next_head());
  for (const auto& [stream, end] : plan->moved_streams()) versions_.put(stream, end);
  deliver(placed);
  return Step::done;
}

// Errors: conflict, when what is remembered says so: that may be old, only the log itself is sure. Under the
// lock such groups get their error instead.
Result<std::vector<JournalWriter::Placed>> JournalWriter::place(BatchPlan& plan, Slots slots, bool locked) {
  std::vector<Placed> placed;
  for (Slot* slot : slots) {
    auto place = plan.add(*slot->group);
    if (place) {
      placed.push_back({slot, *place});
    } else if (locked) {
      *slot->result = std::move(place).error();
    } else {
      return std::move(place).error();
    }
  }
  return placed;
}

PipelineConnection::Answers JournalWriter::carry_out(const BatchPlan& plan, bool locked,
                                                     Meanwhile* meanwhile) {
  if (!locked) session_.connection().send(kBegin, {});
  const StatementSink statements = plan.empty() ? StatementSink{} : plan.statements();
  for (const auto& [statement, values] : statements.queued()) session_.connection().send(*statement, values);
  session_.connection().send(kCommit, {});
  under_way_ = &plan;
  auto answers = finish(meanwhile, plan.next_head());
  under_way_ = nullptr;
  return answers;
}

// Makes the versions of the batch's streams known: of those that are not remembered, or, under the lock, of
// all.
std::optional<SqlFailure> JournalWriter::learn_versions(const Call& call, Slots slots, bool locked) {
  std::vector<std::string> wanted;
  Rows rows{PgType::text};
  for (const Slot* slot : slots) {
    for (const PreparedAppend& append : slot->group->appends) {
      const std::string& stream = append.source->stream.value;
      // A stream that should be new need not be looked up: the unique key tells when it is not.
      const bool should_be_new = append.source->expected_version == std::uint64_t{0};
      if (!locked && (should_be_new || versions_.find(stream))) continue;
      wanted.push_back(stream);
      rows.add(stream);
    }
  }
  if (locked) {
    session_.connection().send(kBegin, {});
    session_.connection().send(kLockHead, {});
  }
  if (wanted.empty()) return std::nullopt;
  session_.connection().send(kReadVersions, rows.parameters());
  const auto answers = finish(call.meanwhile, session_.head());
  if (answers.failure) return answers.failure;
  if (locked) {
    versions_.clear();
    if (!session_.take_head(answers.results[1])) return SqlFailure{"XX001", "the Merkle frontier is damaged"};
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    versions_.put(wanted[i], stream_end(answers.results.back(), i));
  }
  return std::nullopt;
}

// What to do after a failure before the commit: nothing was written.
JournalWriter::Step JournalWriter::after_failure(const Call& call, const SqlFailure& failure, Slots slots,
                                                 bool locked) {
  const FailureKind kind = kind_of(failure);
  if (!session_.connection().lost()) {
    session_.connection().send(kRollback, {});
    finish(call.meanwhile, session_.head());
  }
  switch (kind) {
    case FailureKind::head_moved:
      return Step::again_locked;
    case FailureKind::try_again:
    case FailureKind::lost:
      return Step::again;
    case FailureKind::duplicate:
      if (!locked) return Step::again_locked;  // perhaps a stream that should have been new
      break;
    case FailureKind::refused_data:
      break;
    case FailureKind::unavailable:
      fail(slots, to_error(failure, kAppending));
      return Step::done;
  }
  if (slots.size() > 1) return Step::split;
  fail(slots, to_error(failure, kAppending));
  return Step::done;
}

// The connection broke when the commit may have been under way: finds out whether it happened.
JournalWriter::Step JournalWriter::settle(const BatchPlan& plan, const std::vector<Placed>& placed,
                                          Slots slots) {
  spdlog::warn(
      "journal.in_doubt groups={} the connection broke during an append; finding out whether it happened",
      placed.size());
  session_.note_doubt();
  const auto deadline = Clock::now() + in_doubt_patience_;
  while (true) {
    if (const auto found = is_in_log(plan)) {
      spdlog::warn("journal.settled committed={}", *found);
      if (!*found) return Step::again;
      deliver(placed);
      return Step::done;
    }
    if (Clock::now() >= deadline) break;
    std::this_thread::sleep_for(session_.retry_delay());
  }
  fail(slots,
       {Errc::outcome_unknown,
        "appending to the log: the database went away during the commit and has not come back; whether "
        "the events are in the log shows when it does: read the stream, do not repeat blindly"});
  return Step::done;
}

// nullopt: the database does not say. Otherwise the answer is final, because the fence was raised first.
std::optional<bool> JournalWriter::is_in_log(const BatchPlan& plan) {
  if (!session_.ready()) return std::nullopt;
  session_.connection().send(kFindEvent, parameters(plan.first_position(), plan.first_event()));
  const auto answers = session_.connection().finish();
  if (answers.failure) return std::nullopt;
  return answers.results.front().rows() > 0;
}

Result<std::vector<RecordedEvent>> JournalWriter::read_stream(const StreamName& stream,
                                                              std::uint64_t after_version,
                                                              std::size_t limit) {
  SqlFailure failure;
  for (int attempt = 0; attempt < 2; ++attempt) {  // an idle connection may have died unnoticed
    if (auto ready = session_.ready(); !ready) return std::move(ready).error();
    session_.connection().send(kReadStream,
                               parameters(stream, after_version, std::uint64_t{limit}, kMaxReadBytes));
    auto answers = session_.connection().finish();
    if (!answers.failure) return recorded_events(answers.results.front());
    failure = *answers.failure;
    if (!session_.connection().lost()) break;
  }
  return to_error(failure, "reading stream " + stream.value);
}

void JournalWriter::deliver(const std::vector<Placed>& placed) {
  for (const Placed& one : placed) *one.slot->result = one.place;
}

void JournalWriter::fail(Slots slots, const Error& error) {
  for (Slot* slot : slots) *slot->result = error;
}

}  // namespace runledger::store
