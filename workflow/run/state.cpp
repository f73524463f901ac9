#include "workflow/run/state.hpp"

#include <algorithm>

namespace runledger::run {
namespace {

void take_earlier(std::optional<Timestamp>& earliest, const std::optional<Timestamp>& other) {
  if (other && (!earliest || *other < *earliest)) earliest = other;
}

void take_earlier(std::optional<Timestamp>& earliest, const std::optional<Deadline>& other) {
  if (other && (!earliest || other->at < *earliest)) earliest = other->at;
}

}  // namespace

std::string_view name_of(RunStatus status) {
  switch (status) {
    case RunStatus::not_started:
      return "not_started";
    case RunStatus::running:
      return "running";
    case RunStatus::waiting:
      return "waiting";
    case RunStatus::completed:
      return "completed";
    case RunStatus::faulted:
      return "faulted";
    case RunStatus::quarantined:
      return "quarantined";
    case RunStatus::cancelled:
      return "cancelled";
  }
  return "unknown";
}

void BegunBranches::begin(std::size_t branch) {
  begun_[branch] = true;
  while (next_ < begun_.size() && begun_[next_]) ++next_;
}

void BegunBranches::give_back(std::size_t branch) {
  begun_[branch] = false;
  next_ = std::min(next_, branch);
}

const Frame* State::find(std::string_view task) const {
  const std::size_t index = index_of(task);
  return index == frames.size() ? nullptr : &frames[index];
}

std::size_t State::index_of(std::string_view task) const {
  for (std::size_t i = frames.size(); i-- > 0;) {
    if (frames[i].ref.task == task) return i;
  }
  return frames.size();
}

bool State::is_within(std::size_t frame, std::size_t root) const {
  while (frame > root) frame = frames[frame].parent;
  return frame == root;
}

Tally State::tally(std::string_view task) const {
  const auto found = tallies.find(task);
  return found == tallies.end() ? Tally{} : found->second;
}

std::optional<Timestamp> State::wake_at() const {
  if (!active()) return std::nullopt;
  std::optional<Timestamp> earliest;
  take_earlier(earliest, deadline);
  for (const Frame& frame : frames) {
    take_earlier(earliest, frame.wake_at);
    take_earlier(earliest, frame.deadline);
    take_earlier(earliest, frame.attempt_deadline);
  }
  return earliest;
}

}  // namespace runledger::run
