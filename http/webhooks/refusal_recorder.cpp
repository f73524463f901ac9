#include "http/webhooks/refusal_recorder.hpp"

#include <spdlog/spdlog.h>

#include "http/webhooks/refusal_record.hpp"

namespace runledger::http::webhooks {
namespace {

Refusal of_many(Refusal refusal, std::uint64_t count) {
  if (count == 1) return refusal;
  refusal.problem.detail = std::to_string(count) +
                           " deliveries were refused for this reason, faster than they are recorded one by "
                           "one; this is the first of them. " +
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
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
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
  if (has_credit) {
    submit(facts(), refusal);
  } else {
    record::RequestFacts first = facts();
    const std::lock_guard lock(mutex_);
    if (!count(key)) pending_.emplace(key, Pending{std::move(first), refusal});
  }
  submit_pending();
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
    submit(std::move(next.first), of_many(std::move(next.refusal), next.count));
  }
}

void RefusalRecorder::submit(record::RequestFacts facts, const Refusal& refusal) {
  const std::string id = facts.request.text();
  engine_.append(refusal_append(std::move(facts), refusal),
                 [self = shared_from_this(), id, reason = refusal.reason](Result<Appended> appended) {
                   if (!appended) {
                     spdlog::warn("webhook_refusal_unrecorded request={} reason={} why={}", id, reason,
                                  appended.error().message);
                   }
                   {
                     const std::lock_guard lock(self->mutex_);
                     --self->under_way_;
                   }
                   self->submit_pending();
                 });
}

}  // namespace runledger::http::webhooks
