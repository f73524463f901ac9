#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "workflow/ports/engine.hpp"
#include "workflow/ports/event_log.hpp"
#include "workflow/run/state.hpp"

namespace runledger::actors {

// A run as its history tells it.
struct LoadedRun {
  run::State state;                      // not_started when the stream is empty
  std::vector<run::ActionStarted> open;  // effects whose outcome is not in the log and is still awaited
  std::uint64_t first_position = 0;      // of the run's first event; 0 when the stream is empty
  std::vector<RecordedEvent> tail;       // the events after `tail_after`, when asked for
};

struct LoadOptions {
  std::size_t page = 500;                   // events a read
  std::optional<std::uint64_t> tail_after;  // keep the recorded events after this version
};

// Reads and folds a run's whole history, page by page. Blocks. Errors: unavailable; corrupt_history naming
// run and version; internal when folding threw.
Result<LoadedRun> load_run(EventLog& log, RunId run, const LoadOptions& options);

// The outcome of this effect is still awaited.
bool is_open(const run::State& state, const run::ActionStarted& action);

// How a run in this state stands, for those who wait for it.
RunView view_of(RunId run, const run::State& state);

// Completed, faulted, quarantined or cancelled.
bool has_ended(run::RunStatus status);

}  // namespace runledger::actors
