#pragma once

#include <atomic>
#include <memory>

#include "actors/active_runs.hpp"
#include "actors/counters.hpp"
#include "actors/engine.hpp"
#include "actors/journal_queue.hpp"
#include "actors/permits.hpp"
#include "actors/scheduler_threads.hpp"
#include "actors/starts_under_way.hpp"
#include "actors/switchboard.hpp"

namespace runledger::actors {

// What all actors of one engine share: limits, ports, and the few structures that several threads use.
// Outlives the actors; callbacks that are still out when the engine has stopped find the switchboard closed
// and touch nothing else.
struct Services {
  Services(const EngineOptions& engine_options, const EnginePorts& engine_ports)
      : options(engine_options),
        ports(engine_ports),
        active_permits(options.max_active_runs),
        start_permits(options.journal_queue_limit),
        wake_permits(options.loads_at_once),
        recovery_permits(options.loads_at_once),
        children_permits(options.loads_at_once),
        watch_permits(options.max_watchers),
        jq_permits(threads_for_jq(options)),
        unrecorded_outcomes(0),
        journal(options, ports.clock, counters) {}

  const EngineOptions options;
  const EnginePorts ports;
  Counters counters;
  StartsUnderWay starts_under_way;
  ActiveRuns active_runs;
  Permits active_permits;    // runs in memory
  Permits start_permits;     // starts not yet answered
  Permits wake_permits;      // runs being brought back by a timer
  Permits recovery_permits;  // and by recovery
  Permits children_permits;  // children being looked after
  Permits watch_permits;
  Permits jq_permits;           // decisions that may wait for libjq
  Permits unrecorded_outcomes;  // of effects; never refused
  JournalQueue journal;
  Switchboard switchboard;
  std::atomic<bool> recovered{false};
  std::atomic<bool> draining{false};  // see RunningEngine::drain
};

using ServicesPtr = std::shared_ptr<Services>;

}  // namespace runledger::actors
