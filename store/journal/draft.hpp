#pragma once

#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "store/journal/batch_plan.hpp"
#include "store/journal/prepared_group.hpp"

namespace runledger::store {

// A transaction in the making: groups made ready, and, as long as memory alone tells where each belongs,
// their plan behind a head. May be begun while the append before it is under way, behind the head which that
// one will leave; whether it did is checked before the plan is used (plan_behind). Not thread-safe.
class Draft {
 public:
  struct Entry {
    const AppendGroup* source;
    Result<PreparedGroup> group;    // or why it cannot be appended
    std::optional<Appended> place;  // where it goes when the plan is committed
  };

  Draft(const Head& head, StreamEnds ends);

  // `group` must stay where it is for as long as the draft lives. It is recorded at `now`.
  void add(const AppendGroup& group, Timestamp now, Random& random);
  // What `ends` says from now on belongs to this head: behind another one the plan no longer holds.
  void expect(const Head& head);

  // Whether the draft's groups are the first ones of `groups`.
  bool begins(std::span<const AppendGroup> groups) const;
  // The plan of all groups that can be appended, when these are `count`; null when it does not stand behind
  // `head`, or when where a group belongs must be asked of the log.
  const BatchPlan* plan_behind(const Head& head, std::size_t count) const;

  const std::deque<Entry>& entries() const { return entries_; }

 private:
  bool is_known(const PreparedGroup& group) const;

  StreamEnds ends_;
  BatchPlan plan_;
  bool plan_holds_ = true;
  std::size_t placed_ = 0;
  std::deque<Entry> entries_;
};

}  // namespace runledger::store
