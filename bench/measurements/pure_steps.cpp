// Three steps that only compute, each from the output of the one before.
#include "bench/measurements/load_numbers.hpp"
#include "bench/measurements/measurement.hpp"

namespace runledger::bench {
namespace {

constexpr const char* kDefinition = R"(
document: { dsl: '1.0.3', namespace: bench, name: three-pure-steps, version: '1.0.0' }
do:
  - price: { set: { net: '${ .quantity * .price }', country: '${ .country }' } }
  - tax: { set: { net: '${ .net }', tax: '${ if .country == "GB" then .net * 0.2 else 0 end }' } }
  - total: { set: { total: '${ .net + .tax }' } }
)";
constexpr const char* kPayload = R"({"quantity":4,"price":14.5,"country":"GB"})";

// `Prefer: wait` makes the answer come after the run's end.
Measurement awaited(const Scene& scene, const Webhook& webhook, int connections) {
  Load load = timed_load(scene, webhook.delivery(kPayload, {"Prefer: wait=30"}), connections);
  load.expected_status = 200;
  const std::string clients = connections == 1 ? "1" : "32";
  return {"pure_steps_" + std::to_string(connections),
          {{"connections", connections}},
          [&scene, load] { return load_numbers(scene, load, "runs_per_s"); },
          {{"ratio", "runs_per_s", "pgbench_" + clients, "tps", "pgbench_" + clients + "_tps"}}};
}

}  // namespace

Result<Measurements> pure_step_measurements(const Scene& scene) {
  auto webhook = scene.engine.upload(kDefinition);
  if (!webhook) return std::move(webhook).error();
  return Measurements{awaited(scene, *webhook, 1), awaited(scene, *webhook, 64)};
}

}  // namespace runledger::bench
