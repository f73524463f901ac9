#include "http/webhooks/refusal_recorder.hpp"

#include <spdlog/spdlog.h>

#include "http/webhooks/refusal_record.hpp"

namespace runledger::http::webhooks {
namespace {

constexpr Milliseconds kHold{1'000};

Refusal of_many(Refusal refusal, std::uint64_t count) {
  if (count == 1) return refusal;
  refusal.problem.detail = std::to_string(count) +
                           " deliveries were refused for this reason, faster than they could be recorded "
                           "one by one; this is the first of them. " +
                           refusal.problem.detail;
  return refusal;
}

}  // namespace

RefusalRecorder::RefusalRecorder(Engine& engine, const Clock& clock, Limits limits)
    : engine_(engine), clock_(clock), limits_(limits) {}

std::uint64_t RefusalRecorder::merged() const {
  const std::lock_guard lock(mutex_);
  return merged_;
}

// Needs mutex_.
bool RefusalRecorder::take_credit() {
  if (under_way_ >= limits_.under_way) return false;
  const Timestamp exact = clock_.now();
  // Bounded both ways: the system's clock may have been set.
  if (exact < held_until_ && held_until_ - exact <= kHold) return false;
  const auto now = std::chrono::floor<std::chrono::seconds>(exact);
  if (now != second_) {
    second_ = now;
    begun_in_second_ = 0;
  }
  if (limits_.per_second && begun_in_second_ >= *limits_.per_second) return false;
  ++begun_in_second_;
  ++under_way_;
  return true;
}

// Adds one to those that wait under `key`; false when none does. Needs mutex_.
bool RefusalRecorder::count(const Key& key) {
  const auto waiting = pending_.find(key);
  if (waiting == pending_.end()) return false;
  ++waiting->second.count;
  ++merged_;
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
  if (std::exchange(warned_in_, now) != now) {
    spdlog::warn("webhook_refusals_merged workflow={} reason={} total={} because they come too fast",
                 key.first.empty() ? "-" : key.first, key.second, merged_);
  }
  return true;
}

void RefusalRecorder::record(const std::optional<WorkflowName>& workflow, const Refusal& refusal,
                             const Facts& facts) {
  const Key key(workflow ? workflow->value : std::string(), refusal.reason);
  bool has_credit = false;
  {
    const std::lock_guard lock(mutex_);
    has_credit = take_credit();
    if (!has_credit && count(key)) return;
  }
  Pending pending{facts(), refusal};
  if (has_credit) {
    submit(std::move(pending));
  } else {
    keep(std::move(pending));
  }
  submit_pending();
}

std::uint64_t RefusalRecorder::flush() {
  submit_pending();
  const std::lock_guard lock(mutex_);
  std::uint64_t waiting = deliveries_under_way_;
  for (const auto& [key, pending] : pending_) waiting += pending.count;
  return waiting;
}

void RefusalRecorder::keep(Pending pending) {
  const Key key(pending.first.workflow ? pending.first.workflow->value : std::string(),
                pending.refusal.reason);
  const std::lock_guard lock(mutex_);
  const auto [place, is_first] = pending_.try_emplace(key, pending);
  if (is_first) return;
  ++merged_;
  const std::uint64_t together = place->second.count + pending.count;
  if (pending.first.received_at < place->second.first.received_at) place->second = std::move(pending);
  place->second.count = together;
}

void RefusalRecorder::submit_pending() {
  for (;;) {
    Pending next;
    {
      const std::lock_guard lock(mutex_);
      if (pending_.empty() || !take_credit()) return;
      next = std::move(pending_.begin()->second);
      pending_.erase(pending_.begin());
    }
    submit(std::move(next));
  }
}

void RefusalRecorder::submit(Pending pending) {
  const auto kept = std::make_shared<Pending>(std::move(pending));
  const std::uint64_t count = kept->count;
  {
    const std::lock_guard lock(mutex_);
    deliveries_under_way_ += count;
  }
  engine_.append(refusal_append(kept->first, of_many(kept->refusal, kept->count)),
                 [self = shared_from_this(), kept, count](Result<Appended> appended) {
                   if (!appended) self->not_recorded(kept, appended.error());
                   {
                     const std::lock_guard lock(self->mutex_);
                     --self->under_way_;
                     self->deliveries_under_way_ -= count;
                   }
                   self->submit_pending();
                 });
}

void RefusalRecorder::not_recorded(const std::shared_ptr<Pending>& pending, const Error& error) {
  if (error.code != Errc::unavailable && error.code != Errc::overloaded) {
    spdlog::warn("webhook_refusals_unrecorded first_request={} count={} reason={} why={}",
                 pending->first.request.text(), pending->count, pending->refusal.reason, error.message);
    return;
  }
  bool is_news = false;
  {
    const std::lock_guard lock(mutex_);
    const Timestamp now = clock_.now();
    is_news = now >= held_until_;
    held_until_ = now + kHold;
  }
  if (is_news) spdlog::warn("webhook_refusals_wait to be recorded: {}", error.message);
  keep(std::move(*pending));
}

}  // namespace runledger::http::webhooks
