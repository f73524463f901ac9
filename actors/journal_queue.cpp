#include "actors/journal_queue.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "actors/group_size.hpp"

namespace runledger::actors {
namespace {

Error database_away() {
  return {Errc::unavailable, "the database cannot be reached now; try again later"};
}

Error engine_stops() {
  return {Errc::unavailable, "the engine is stopping; try again later"};
}

}  // namespace

JournalQueue::JournalQueue(const EngineOptions& options, const Clock& clock, Counters& counters)
    : options_(options),
      clock_(clock),
      counters_(counters),
      probe_at_(clock.now() + options.journal_idle_probe),
      probe_(options.journal_probe) {}

void JournalQueue::on_work(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

std::optional<Error> JournalQueue::refusal(Kind kind) const {
  if (closed_) return engine_stops();
  if (down_ && (probing_ || clock_.now() < probe_at_)) return database_away();
  if (kind == Kind::fresh && waiting_.size() >= options_.journal_queue_limit) {
    return Error{Errc::overloaded, "the journal's queue is full (" +
                                       std::to_string(options_.journal_queue_limit) +
                                       " appends are waiting); try again later"};
  }
  if (kind == Kind::fresh && waiting_bytes_ >= options_.journal_queue_bytes) {
    return Error{Errc::overloaded, "the journal's queue is full (" + std::to_string(waiting_bytes_) +
                                       " bytes are waiting); try again later"};
  }
  return std::nullopt;
}

std::optional<Error> JournalQueue::would_refuse() const {
  const std::lock_guard lock(mutex_);
  return refusal(Kind::fresh);
}

void JournalQueue::push(Kind kind, JournalEntry entry) {
  std::optional<Error> refused;
  entry.bytes = estimated_bytes(entry.group, options_.batch_bytes);
  {
    const std::lock_guard lock(mutex_);
    refused = refusal(kind);
    if (!refused) {
      probing_ = down_;
      waiting_bytes_ += entry.bytes;
      waiting_.push_back(std::move(entry));
      // While an append is under way the journal looks again by itself; a needless wake-up costs a message.
      if (waiting_.size() == 1 && under_way_ == 0) wake_();
      return;
    }
  }
  refuse(std::move(entry), *refused);
}

void JournalQueue::refuse(JournalEntry entry, const Error& why) {
  ++counters_.refused;
  entry.done(JournalAnswer{why, std::move(entry.group)});
}

void JournalQueue::take(JournalBatch& batch) {
  // Once: a larger block would move the groups.
  batch.groups.reserve(options_.batch_groups);
  batch.done.reserve(options_.batch_groups);
  const std::lock_guard lock(mutex_);
  while (!waiting_.empty() && batch.groups.size() < options_.batch_groups) {
    JournalEntry& entry = waiting_.front();
    if (!batch.empty() && batch.bytes + entry.bytes > options_.batch_bytes) break;
    batch.bytes += entry.bytes;
    waiting_bytes_ -= entry.bytes;
    batch.groups.push_back(std::move(entry.group));
    batch.done.push_back(std::move(entry.done));
    ++under_way_;
    waiting_.pop_front();
  }
  if (waiting_.empty() && under_way_ == 0) drained_.notify_all();
}

void JournalQueue::note_health(bool reachable, std::vector<JournalEntry>& refused) {
  probing_ = false;
  down_ = !reachable;
  if (reachable) {
    probe_.reset();
    probe_at_ = clock_.now() + options_.journal_idle_probe;
    return;
  }
  probe_at_ = clock_.now() + probe_.next();
  for (JournalEntry& entry : waiting_) refused.push_back(std::move(entry));
  waiting_.clear();
  waiting_bytes_ = 0;
}

void JournalQueue::finish(JournalBatch batch, std::vector<Result<Appended>> results) {
  ++counters_.batches;
  std::vector<JournalEntry> refused;
  const bool reachable = !says_away(results);
  {
    const std::lock_guard lock(mutex_);
    note_health(reachable, refused);
  }
  for (std::size_t i = 0; i < batch.groups.size(); ++i) {
    if (results[i]) ++counters_.groups;
    batch.done[i](JournalAnswer{std::move(results[i]), std::move(batch.groups[i])});
  }
  for (JournalEntry& entry : refused) refuse(std::move(entry), database_away());
  const std::lock_guard lock(mutex_);
  under_way_ -= batch.groups.size();
  if (waiting_.empty() && under_way_ == 0) drained_.notify_all();
}

void JournalQueue::refuse_taken(JournalBatch batch) {
  for (std::size_t i = 0; i < batch.groups.size(); ++i) {
    refuse({std::move(batch.groups[i]), std::move(batch.done[i])}, database_away());
  }
  const std::lock_guard lock(mutex_);
  under_way_ -= batch.groups.size();
  if (waiting_.empty() && under_way_ == 0) drained_.notify_all();
}

Milliseconds JournalQueue::until_probe() const {
  const std::lock_guard lock(mutex_);
  const auto left = std::chrono::ceil<Milliseconds>(probe_at_ - clock_.now());
  // Bounded both ways: the system's clock may have been set.
  return std::clamp(left, options_.journal_probe.first, options_.journal_idle_probe);
}

bool JournalQueue::begin_probe() {
  const std::lock_guard lock(mutex_);
  if (closed_ || !waiting_.empty() || clock_.now() < probe_at_) return false;
  probing_ = down_;
  return true;
}

void JournalQueue::end_probe(bool reachable) {
  std::vector<JournalEntry> refused;
  {
    const std::lock_guard lock(mutex_);
    note_health(reachable, refused);
  }
  for (JournalEntry& entry : refused) refuse(std::move(entry), database_away());
}

void JournalQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

void JournalQueue::abandon() {
  std::deque<JournalEntry> left;
  {
    const std::lock_guard lock(mutex_);
    left.swap(waiting_);
    waiting_bytes_ = 0;
    wake_ = nullptr;
  }
  for (JournalEntry& entry : left) refuse(std::move(entry), engine_stops());
}

bool JournalQueue::wait_drained(Milliseconds grace) {
  std::unique_lock lock(mutex_);
  return drained_.wait_for(lock, grace, [this] { return waiting_.empty() && under_way_ == 0; });
}

bool JournalQueue::database_available() const {
  const std::lock_guard lock(mutex_);
  return !down_;
}

std::size_t JournalQueue::unfinished() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size() + under_way_;
}

std::size_t JournalQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

}  // namespace runledger::actors
