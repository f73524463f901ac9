// Durable ingest: a webhook posted until its 202, which comes after the commit. The run behind it ends in the
// same append, so nothing is left over that would have to be paid for later.
#include "bench/measurements/load_numbers.hpp"
#include "bench/measurements/measurement.hpp"
#include "bench/measurements/order.hpp"

namespace runledger::bench {
namespace {

constexpr const char* kOneStep = R"(
do:
  - accept: { set: { orderId: '${ .orderId }', accepted: true } }
)";

Measurement ingest(const Scene& scene, const Webhook& webhook, int connections) {
  const Load load = timed_load(scene, webhook.delivery(order_payload()), connections);
  const std::string clients = connections == 1 ? "1" : "32";
  return {"ingest_" + std::to_string(connections),
          {{"connections", connections}, {"body_bytes", order_payload().size()}},
          [&scene, load] { return load_numbers(scene, load, "requests_per_s"); },
          {{"ratio", "requests_per_s", "pgbench_" + clients, "tps", "pgbench_" + clients + "_tps"},
           {"of_healthz", "requests_per_s", "healthz_" + std::to_string(connections), "requests_per_s",
            "healthz_" + std::to_string(connections) + "_requests_per_s"}}};
}

}  // namespace

Result<Measurements> ingest_measurements(const Scene& scene) {
  auto webhook =
      scene.engine.upload("document: { dsl: '1.0.3', namespace: bench, name: ingest, version: '1.0.0' }\n" +
                          order_schema() + kOneStep);
  if (!webhook) return std::move(webhook).error();
  return Measurements{ingest(scene, *webhook, 1), ingest(scene, *webhook, 64)};
}

}  // namespace runledger::bench
