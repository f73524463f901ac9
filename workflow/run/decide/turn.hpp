#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "workflow/definition/program.hpp"
#include "workflow/run/commands.hpp"
#include "workflow/run/decide.hpp"
#include "workflow/run/decide/task.hpp"
#include "workflow/run/state.hpp"

namespace runledger::run {

// One decision in the making: the state so far and the events that led there. The state changes only by
// emit(), so that it always is the fold of the events. One thread.
class Turn {
 public:
  Turn(const definition::Program& program, State state, const Circumstances& circumstances);

  const definition::Program& program() const { return program_; }
  const State& state() const { return state_; }
  Timestamp now() const { return circumstances_.now; }
  const RunLimits& limits() const { return circumstances_.limits; }
  const std::vector<RunEvent>& events() const { return events_; }
  std::size_t bytes() const { return bytes_; }  // of the events, about

  const std::vector<Frame>& frames() const { return state_.frames; }
  // The definition of a frame's task. `broken` afterwards, and the root's, when the program has no such task.
  const definition::Node& node(std::size_t frame);
  // The frame around a frame; nullopt for the root's.
  std::optional<std::size_t> parent(std::size_t frame) const;
  // The task of a frame.
  Task task(std::size_t frame);
  // The task that the block of `parent` is about to start, before its entrance.
  Task next_task(std::size_t parent, const definition::Node& node) const;

  // A number for the purpose `salt`: the same for the same circumstances, whenever it is drawn.
  std::uint64_t random(std::uint64_t salt) const;

  // Folds the event in and keeps it. References into the state are invalid afterwards.
  void emit(RunEvent event);
  // The decision cannot be made: a defect, or a history that does not fit the program.
  void break_off(Error error);
  bool broken() const { return broken_.has_value(); }

  Result<Decision> finish() &&;

 private:
  const definition::Program& program_;
  State state_;
  const Circumstances circumstances_;
  std::vector<RunEvent> events_;
  std::size_t bytes_ = 0;
  std::vector<const definition::Node*> nodes_;  // of the frames, as far as they were asked for
  std::optional<Error> broken_;
};

}  // namespace runledger::run
