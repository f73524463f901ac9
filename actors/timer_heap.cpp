#include "actors/timer_heap.hpp"

#include <algorithm>
#include <iterator>

namespace runledger::actors {

void TimerHeap::set(DueRun timer) {
  clear(timer.run);
  by_time_.emplace(timer.due, timer.run);
  by_run_.emplace(timer.run, std::pair{timer.due, std::move(timer.workflow)});
  if (by_run_.size() <= limit_) return;
  const auto latest = std::prev(by_time_.end());
  evicted_ = std::min(evicted_.value_or(latest->first), latest->first);
  by_run_.erase(latest->second);
  by_time_.erase(latest);
}

void TimerHeap::offer(DueRun timer) {
  const auto found = by_run_.find(timer.run);
  if (found == by_run_.end() || timer.due < found->second.first) set(std::move(timer));
}

void TimerHeap::clear(RunId run) {
  const auto found = by_run_.find(run);
  if (found == by_run_.end()) return;
  by_time_.erase({found->second.first, run});
  by_run_.erase(found);
}

std::optional<Timestamp> TimerHeap::earliest() const {
  if (by_time_.empty()) return std::nullopt;
  return by_time_.begin()->first;
}

std::optional<Timestamp> TimerHeap::take_evicted() {
  return std::exchange(evicted_, std::nullopt);
}

std::optional<DueRun> TimerHeap::pop_due(Timestamp now) {
  if (by_time_.empty() || by_time_.begin()->first > now) return std::nullopt;
  const auto [due, run] = *by_time_.begin();
  by_time_.erase(by_time_.begin());
  auto node = by_run_.extract(run);
  return DueRun{run, std::move(node.mapped().second), due};
}

}  // namespace runledger::actors
