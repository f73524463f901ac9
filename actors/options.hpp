#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "workflow/base/id.hpp"
#include "workflow/base/time.hpp"
#include "workflow/run/commands.hpp"

namespace runledger::actors {

// Where a test may make a run's actor fail, see EngineOptions::test_fault.
enum class FaultPoint {
  decide,  // just before the core decides about a command
  commit,  // just after an append was committed, before its actions are carried out
  load,    // before a run's history is folded (on a reader's thread)
};

// How often and how fast a failed thing is tried again: first, first * 2, ... up to `longest`.
struct BackOff {
  Milliseconds first{50};
  Milliseconds longest{5'000};
};

// Limits and intervals of the engine. Every default suits one node on a small machine.
struct EngineOptions {
  std::size_t scheduler_threads = 0;  // 0: one a core, at least 2; one of them is never kept by libjq
  // Journal: how many groups may wait for their append, and how many starts for their answer, and about how
  // many bytes the groups may have, before new ones are refused with `overloaded`; and the most that one
  // transaction takes.
  std::size_t journal_queue_limit = 4'096;
  std::size_t journal_queue_bytes = 256 * 1024 * 1024;
  std::size_t batch_groups = 512;
  std::size_t batch_bytes = 8 * 1024 * 1024;
  // After `unavailable` the journal refuses at once for this long, then asks by itself whether the database
  // is back.
  BackOff journal_probe{Milliseconds{100}, Milliseconds{2'000}};
  // Without appends the journal asks this often whether the database is still there.
  Milliseconds journal_idle_probe{5'000};

  std::size_t max_active_runs = 50'000;   // in memory; starts beyond it are refused with `overloaded`
  std::size_t max_watchers = 20'000;      // of when_ended, likewise
  std::size_t load_queue_limit = 20'000;  // histories waiting for a reader
  std::size_t loads_at_once = 256;        // runs that recovery, timers or children bring back at a time
  std::size_t load_page = 500;            // events a read

  run::RunLimits run_limits;  // of every run, and of one append of it

  // Supervision: a crashed run is restarted with back-off; this many crashes within the window quarantine it.
  std::uint32_t max_crashes = 5;
  Milliseconds crash_window{60'000};
  BackOff restart{Milliseconds{50}, Milliseconds{5'000}};
  // An append that found the database away, and an effect that found its queue full.
  BackOff append_retry{Milliseconds{100}, Milliseconds{5'000}};
  BackOff perform_retry{Milliseconds{20}, Milliseconds{1'000}};
  // A decision that may take long, while as many as may are being taken.
  BackOff decide_retry{Milliseconds{5}, Milliseconds{250}};

  // Timers due within the horizon are kept in memory; the others are found by polling twice a horizon.
  Milliseconds timer_horizon{60'000};
  std::size_t timer_limit = 100'000;
  Milliseconds sql_start_interval{1'000};  // 0: SQL starts are not looked for
  Milliseconds schedule_interval{1'000};   // how soon a changed schedule is seen; 0: schedules do not fire
  // Children are looked after as they come up; what was missed is found by looking this often, and sooner
  // while there is something left to do.
  Milliseconds children_interval{2'000};
  BackOff children_retry{Milliseconds{250}, Milliseconds{5'000}};
  // At start-up, when the database is away or another engine still writes.
  BackOff take_over_retry{Milliseconds{20}, Milliseconds{3'000}};
  Milliseconds recovery_retry{1'000};   // when the database goes away meanwhile
  Milliseconds recovery_sweep{60'000};  // how often runs are looked for that nobody carries on

  // Tests only: may throw to simulate a defect. Called from several threads.
  std::function<void(FaultPoint, RunId)> test_fault;
};

}  // namespace runledger::actors
