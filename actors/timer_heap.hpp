#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "workflow/base/id.hpp"
#include "workflow/base/time.hpp"
#include "workflow/ports/run_index.hpp"

namespace runledger::actors {

// The timers kept in memory: at most one a run. Bounded: when full, the latest gives way (the index's poll
// finds it again in time). Single-threaded.
class TimerHeap {
 public:
  explicit TimerHeap(std::size_t limit) : limit_(limit) {}

  // The run's timer is now `timer.due`, whatever it was.
  void set(DueRun timer);
  // As set, unless the run has a timer that is due earlier.
  void offer(DueRun timer);
  void clear(RunId run);

  std::optional<Timestamp> earliest() const;
  // The due time of a timer that had to give way, since the last call: the index must be asked again by then.
  std::optional<Timestamp> take_evicted();
  // Takes the earliest timer out when it is due at `now`.
  std::optional<DueRun> pop_due(Timestamp now);
  std::size_t size() const { return by_run_.size(); }

 private:
  std::size_t limit_;
  std::set<std::pair<Timestamp, RunId>> by_time_;
  std::unordered_map<RunId, std::pair<Timestamp, WorkflowName>> by_run_;
  std::optional<Timestamp> evicted_;
};

}  // namespace runledger::actors
