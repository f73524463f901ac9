#pragma once

#include <string>

#include "actors/services.hpp"
#include "workflow/ports/engine.hpp"
#include "workflow/run/decide.hpp"

namespace runledger::actors {

// Time, a fresh random number and the limits, for one command.
run::Circumstances circumstances(const Services& services);

// A run's first events. Where the core fails or throws, the run is started and quarantined in one go, so that
// an accepted request is always visible. Throws nothing but bad_alloc.
run::Decision decide_start(const definition::Program& program, const StartRequest& request,
                           const run::Circumstances& circumstances, const EngineOptions& options);

// `state` with `event` folded in; where the core refuses or throws, `state` as quarantined: for the event
// that sets a run aside, which must not fail for the reason it exists.
run::State fold_quarantine(run::State state, const run::RunQuarantined& event);

}  // namespace runledger::actors
