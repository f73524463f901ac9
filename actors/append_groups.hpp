#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workflow/ports/engine.hpp"
#include "workflow/ports/event_log.hpp"
#include "workflow/run/events.hpp"

namespace runledger::actors {

// The accepted request with its bytes (when there is one) and the run's first events: one group, so that they
// are in the log together or not at all. The request's event comes first. `body` is the request's.
AppendGroup start_group(const StartRequest& request, std::string body, std::vector<run::RunEvent> events);

// Further events of a run. `expected_version` absent: whatever the stream holds.
AppendGroup run_group(RunId run, std::optional<std::uint64_t> expected_version,
                      std::vector<run::RunEvent> events, Actor actor);

// The run's own events in a group made by one of the above, in order.
std::vector<run::RunEvent> run_events(const AppendGroup& group, RunId run);

// True when `tail` begins with exactly the run's events of `group`: the append whose answer was lost is in
// the log.
bool begins_with(std::span<const RecordedEvent> tail, const AppendGroup& group, RunId run);

}  // namespace runledger::actors
