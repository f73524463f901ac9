#pragma once

#include <vector>

#include "workflow/run/events.hpp"

namespace runledger::run::testing {

// One event of each type, with every member set.
std::vector<RunEvent> sample_events();

// 2026-11-23T12:00:00Z plus `seconds`.
Timestamp at(double seconds);

// Parses a document that the test itself wrote; aborts when it is not JSON.
Json json(std::string_view text);
inline SharedJson shared(std::string_view text) {
  return share(json(text));
}

}  // namespace runledger::run::testing
