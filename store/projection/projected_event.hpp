#pragma once

#include <cstdint>
#include <optional>

#include "workflow/base/overloaded.hpp"
#include "workflow/ports/event_log.hpp"

namespace runledger::store {

// An event with what the log knows of it: all that a projection may depend on, so that a rebuild sees the
// same.
struct ProjectedEvent {
  std::uint64_t position = 0;
  std::optional<RunId> run;
  const Event& event;
};

}  // namespace runledger::store
