#include "bench/measurements/load_numbers.hpp"

namespace runledger::bench {

Load timed_load(const Scene& scene, std::string request, int connections) {
  Load load;
  load.port = scene.engine.port();
  load.request = std::move(request);
  load.connections = connections;
  load.expected_status = 202;
  load.seconds = scene.seconds;
  return load;
}

Result<Numbers> load_numbers(const Load& load, const std::string& rate_name) {
  auto result = run_load(load);
  if (!result) return std::move(result).error();
  return Numbers{{rate_name, result->per_second()},
                 {"p50_ms", result->percentile_ms(0.5)},
                 {"p99_ms", result->percentile_ms(0.99)}};
}

Result<Done> wait_until_idle(const EngineUnderTest& engine) {
  return engine.wait_until_metric("active_runs", 0, 0);
}

}  // namespace runledger::bench
