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
  }
  return "unknown";
}

const Frame* State::find(std::string_view task) const {
  const auto found = std::find_if(frames.rbegin(), frames.rend(),
                                  [&](const Frame& frame) { return frame.ref.task == task; });
  return found == frames.rend() ? nullptr : &*found;
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
