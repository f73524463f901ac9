#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "actors/options.hpp"
#include "workflow/ports/action_runner.hpp"
#include "workflow/ports/catalog.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/engine.hpp"
#include "workflow/ports/event_log.hpp"
#include "workflow/ports/run_index.hpp"
#include "workflow/ports/time_zones.hpp"

namespace runledger::actors {

// What the engine works with. Everything is borrowed and must outlive the RunningEngine. No two EventLogs and
// no RunIndex may share a connection: each is used by a thread of its own.
struct EnginePorts {
  EventLog& journal_log;             // appends; used by the journal's thread only
  std::vector<EventLog*> read_logs;  // one reader thread each; at least one
  RunIndex& index;
  Catalog& catalog;
  ActionRunner& runner;
  Clock& clock;
  Random& random;
  TimeZones& zones;
};

// Counters since the start, for metrics. Each number is exact; together they are not a snapshot.
struct EngineStats {
  std::uint64_t active_runs = 0;      // in memory now
  std::uint64_t journal_waiting = 0;  // groups now
  std::uint64_t unrecorded = 0;       // groups waiting or being appended, and outcomes that are not yet
  std::uint64_t batches = 0;          // appends made
  std::uint64_t groups = 0;           // groups committed
  std::uint64_t refused = 0;          // overloaded or, while the database is away, unavailable
  std::uint64_t started = 0;
  std::uint64_t ended = 0;  // completed, faulted or quarantined
  std::uint64_t crashes = 0;
  std::uint64_t quarantined = 0;
};

// The engine on CAF actors: journal, timers, supervisors and one actor a run.
class RunningEngine : public Engine {
 public:
  // Starts the actors; returns at once. Starts and appends are taken from the first moment on (new runs do
  // not depend on old ones).
  RunningEngine(const EngineOptions& options, const EnginePorts& ports);
  // As stop(5 s).
  ~RunningEngine() override;

  RunningEngine(const RunningEngine&) = delete;
  RunningEngine& operator=(const RunningEngine&) = delete;

  void start(StartRequest request, std::function<void(Result<Started>)> done) override;
  void when_ended(RunId run, Timestamp deadline, std::function<void(Result<RunView>)> done) override;
  void retry(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
             std::function<void(Result<RunView>)> done) override;
  void cancel(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
              std::function<void(Result<RunView>)> done) override;
  void append(AppendGroup group, std::function<void(Result<Appended>)> done) override;

  // Goes on with what the last process left: its runs, timers, schedules, SQL starts; as soon as the log can
  // be appended to, which is when no other engine works on it. `ready` tells when its runs are taken up.
  // Returns at once. Once.
  void begin();
  // True when every run that the last process left running has been taken up again. Thread-safe.
  bool ready() const;
  // False while the database is taken to be away: appends are refused at once. Thread-safe.
  bool database_available() const;
  EngineStats stats() const;

  // Begins nothing any more: effects under way may end, and their outcomes are recorded, but runs take no
  // further step, none that waits is woken, and no schedule fires. The next start goes on from there. For the
  // time before `stop`.
  void drain();

  // Takes nothing new (callers hear `unavailable`), lets appends under way finish for at most `grace`, and
  // ends the actors. Runs and effects under way are left to the next start: they are in the log. Callbacks
  // still open are called with `unavailable`, or `outcome_unknown` when what they asked for was already
  // handed to the journal. A port call that is under way is waited for, so the ports' own time limits bound
  // this call. Call it before stopping the ActionRunner; later outcomes are dropped (and become "unknown" at
  // the next start). Idempotent.
  void stop(Milliseconds grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace runledger::actors
