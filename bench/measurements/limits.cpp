// What the machine, PostgreSQL and the HTTP server can do at best: the limits that the others stand beside.
#include "bench/http/round_trip.hpp"
#include "bench/measurements/load_numbers.hpp"
#include "bench/measurements/measurement.hpp"

namespace runledger::bench {
namespace {

Measurement commits(const Scene& scene, int clients) {
  const auto take = [&scene, clients]() -> Result<Numbers> {
    const CpuMeter cpu(scene);
    auto rate = scene.pgbench.commits_per_second(clients, scene.seconds);
    if (!rate) return std::move(rate).error();
    Numbers numbers{{"tps", *rate}, {"commit_ms", 1e3 * clients / *rate}};
    cpu.add_to(numbers, *rate * scene.seconds);
    numbers.erase("engine_cpu_us");  // it had nothing to do
    return numbers;
  };
  return {"pgbench_" + std::to_string(clients), {{"clients", clients}}, take};
}

Measurement answers_at_once(const Scene& scene, int connections) {
  Load load = timed_load(scene, request_bytes("GET", "/healthz", {}), connections);
  load.expected_status = 200;
  return {"healthz_" + std::to_string(connections), {{"connections", connections}}, [&scene, load] {
            return load_numbers(scene, load, "requests_per_s");
          }};
}

}  // namespace

Result<Measurements> limit_measurements(const Scene& scene) {
  return Measurements{commits(scene, 1), commits(scene, 32), answers_at_once(scene, 1),
                      answers_at_once(scene, 64)};
}

}  // namespace runledger::bench
