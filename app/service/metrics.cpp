#include "app/service/metrics.hpp"

#include <string>

#include "workflow/expression/jq_pool.hpp"

namespace runledger::app {

void add_engine_metrics(http::Metrics& metrics, const actors::RunningEngine& engine) {
  using actors::EngineStats;
  const auto add = [&](const char* name, const char* help, std::uint64_t EngineStats::*counter) {
    metrics.add_gauge(std::string("runledger_engine_") + name, help,
                      [&engine, counter] { return static_cast<double>(engine.stats().*counter); });
  };
  add("active_runs", "Runs in memory now", &EngineStats::active_runs);
  add("journal_waiting", "Groups of events waiting for the journal now", &EngineStats::journal_waiting);
  add("journal_batches", "Transactions of the journal since the start", &EngineStats::batches);
  add("journal_groups", "Groups of events committed since the start", &EngineStats::groups);
  add("refused", "Work refused because of overload or a missing database, since the start",
      &EngineStats::refused);
  add("runs_started", "Runs started since the start", &EngineStats::started);
  add("runs_ended", "Runs ended since the start", &EngineStats::ended);
  add("actor_crashes", "Crashes of run actors since the start", &EngineStats::crashes);
  add("runs_quarantined", "Runs set aside since the start", &EngineStats::quarantined);
  metrics.add_gauge("runledger_engine_database_available", "1 while the database answers",
                    [&engine] { return engine.database_available() ? 1.0 : 0.0; });
  metrics.add_gauge("runledger_expression_threads_lost",
                    "Threads held for good by expressions that could not be stopped; those are refused now",
                    [] { return static_cast<double>(expression::jq_pool::threads_lost()); });
}

}  // namespace runledger::app
