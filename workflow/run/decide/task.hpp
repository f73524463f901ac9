#pragma once

#include <cstddef>
#include <optional>

#include "workflow/definition/program.hpp"
#include "workflow/run/state.hpp"

namespace runledger::run {

// The task that is being carried out, whether it has a frame or is done at once and never gets one. A copy,
// valid while events are emitted; `frame` and `parent` are so only until the next event.
struct Task {
  const definition::Node* node = nullptr;
  TaskRef ref;
  SharedJson raw_input;
  SharedJson input;  // after input.from; null pointer until the task has been entered
  Timestamp started_at;
  std::optional<std::size_t> frame;   // its own: the history tells of its start
  std::optional<std::size_t> parent;  // the frame around it; nullopt for the root block
};

// Whether a task of this kind has neither effects nor waits, so that one event tells of all it does.
bool is_done_at_once(const definition::TaskKind& kind);

}  // namespace runledger::run
