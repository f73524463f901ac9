#include "bench/measurements/load_numbers.hpp"

#include "bench/load/cpu_time.hpp"

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

CpuMeter::CpuMeter(const Scene& scene)
    : engine_pid_(scene.engine.pid()),
      postgres_pid_(scene.pgbench.server_pid()),
      engine_before_(cpu_seconds_of_family(engine_pid_)),
      postgres_before_(cpu_seconds_of_family(postgres_pid_)) {}

void CpuMeter::add_to(Numbers& numbers, double operations) const {
  numbers["engine_cpu_us"] = 1e6 * (cpu_seconds_of_family(engine_pid_) - engine_before_) / operations;
  numbers["postgres_cpu_us"] = 1e6 * (cpu_seconds_of_family(postgres_pid_) - postgres_before_) / operations;
}

Result<Numbers> load_numbers(const Scene& scene, const Load& load, const std::string& rate_name) {
  const CpuMeter cpu(scene);
  auto result = run_load(load);
  if (!result) return std::move(result).error();
  Numbers numbers{{rate_name, result->per_second()},
                  {"p50_ms", result->percentile_ms(0.5)},
                  {"p99_ms", result->percentile_ms(0.99)}};
  cpu.add_to(numbers, static_cast<double>(result->latencies_ms.size()));
  return numbers;
}

Result<Done> wait_until_idle(const EngineUnderTest& engine) {
  return engine.wait_until_metric("active_runs", 0, 0);
}

}  // namespace runledger::bench
