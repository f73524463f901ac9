#pragma once

#include <string>

#include "bench/load/load_generator.hpp"
#include "bench/measurements/measurement.hpp"

namespace runledger::bench {

// As many requests as fit into the scene's seconds; 202 is expected.
Load timed_load(const Scene& scene, std::string request, int connections);

// The processor time that passes from its making on.
class CpuMeter {
 public:
  explicit CpuMeter(const Scene& scene);
  // engine_cpu_us and postgres_cpu_us: what one of so many operations took.
  void add_to(Numbers& numbers, double operations) const;

 private:
  int engine_pid_, postgres_pid_;
  double engine_before_, postgres_before_;
};

// Runs the load: its rate under the given name, p50_ms, p99_ms, engine_cpu_us and postgres_cpu_us. Errors:
// those of run_load.
Result<Numbers> load_numbers(const Scene& scene, const Load& load, const std::string& rate_name);

// The engine has no run in memory any more: what the last measurement started does not disturb the next.
Result<Done> wait_until_idle(const EngineUnderTest& engine);

}  // namespace runledger::bench
