#include "store/journal/draft.hpp"

namespace runledger::store {

Draft::Draft(const Head& head, StreamEnds ends) : ends_(std::move(ends)), plan_(head, ends_) {}

void Draft::expect(const Head& head) {
  if (!(plan_.head() == head)) plan_holds_ = false;
}

// The plan takes a stream that is not known for an empty one, which is right only for one that should be new.
bool Draft::is_known(const PreparedGroup& group) const {
  for (const PreparedAppend& append : group.appends) {
    const bool should_be_new = append.source->expected_version == std::uint64_t{0};
    const std::string& stream = append.source->stream.value;
    if (!should_be_new && !plan_.moved_streams().contains(stream) && !ends_(stream)) return false;
  }
  return true;
}

void Draft::add(const AppendGroup& group, Timestamp now, Random& random) {
  Entry& entry = entries_.emplace_back(Entry{&group, prepare_group(group, now, random), std::nullopt});
  if (!entry.group) return;
  if (!plan_holds_) return;
  if (is_known(*entry.group)) {
    if (auto place = plan_.add(*entry.group)) {
      entry.place = *place;
      ++placed_;
      return;
    }
  }
  plan_holds_ = false;
}

bool Draft::begins(std::span<const AppendGroup> groups) const {
  if (entries_.size() > groups.size()) return false;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].source != &groups[i]) return false;
  }
  return true;
}

const BatchPlan* Draft::plan_behind(const Head& head, std::size_t count) const {
  return plan_holds_ && placed_ == count && plan_.head() == head ? &plan_ : nullptr;
}

}  // namespace runledger::store
