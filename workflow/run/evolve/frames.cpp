#include "workflow/run/evolve/apply.hpp"

namespace runledger::run::evolution {

Error impossible(std::string why) {
  return Error{Errc::corrupt_history, std::move(why)};
}

Frame* innermost(State& state, const TaskRef& ref, std::string& why) {
  if (!state.active()) {
    why = "the run is " + std::string(name_of(state.status));
    return nullptr;
  }
  if (state.error) {
    why = "an error was not caught; the run must fault first";
    return nullptr;
  }
  Frame& frame = state.frames.back();
  if (frame.ref != ref) {
    why = "the task under way is " + frame.ref.task + " iteration " + std::to_string(frame.ref.iteration) +
          ", not " + ref.task + " iteration " + std::to_string(ref.iteration);
    return nullptr;
  }
  return &frame;
}

std::optional<Deadline> deadline_of(const std::optional<Timestamp>& at, Timestamp from) {
  if (!at) return std::nullopt;
  return Deadline{*at, *at - from};
}

}  // namespace runledger::run::evolution
