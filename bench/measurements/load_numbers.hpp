#pragma once

#include <string>

#include "bench/load/load_generator.hpp"
#include "bench/measurements/measurement.hpp"

namespace runledger::bench {

// As many requests as fit into the scene's seconds; 202 is expected.
Load timed_load(const Scene& scene, std::string request, int connections);

// Runs the load: its rate under the given name, p50_ms and p99_ms. Errors: those of run_load.
Result<Numbers> load_numbers(const Load& load, const std::string& rate_name);

// The engine has no run in memory any more: what the last measurement started does not disturb the next.
Result<Done> wait_until_idle(const EngineUnderTest& engine);

}  // namespace runledger::bench
