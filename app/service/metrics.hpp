#pragma once

#include "actors/engine.hpp"
#include "http/metrics.hpp"

namespace runledger::app {

// The engine's counters as Prometheus metrics "runledger_engine_*". `engine` must outlive `metrics`' scrapes.
void add_engine_metrics(http::Metrics& metrics, const actors::RunningEngine& engine);

}  // namespace runledger::app
