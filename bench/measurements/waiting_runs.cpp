// Memory of a run that waits: it should cost its timer and nothing else.
#include "bench/measurements/load_numbers.hpp"
#include "bench/measurements/measurement.hpp"
#include "bench/measurements/order.hpp"

namespace runledger::bench {
namespace {

constexpr std::size_t kRuns = 20'000;
constexpr std::size_t kWarmUp = 2'000;  // until the process has reached its working size
constexpr int kConnections = 64;

constexpr const char* kDefinition = R"(
document: { dsl: '1.0.3', namespace: bench, name: waiting, version: '1.0.0' }
do:
  - anHour: { wait: { hours: 1 } }
)";

Result<Done> start_runs(const Scene& scene, Load load, std::size_t runs) {
  load.requests = runs;
  auto numbers = load_numbers(scene, load, "requests_per_s");
  if (!numbers) return std::move(numbers).error();
  return wait_until_idle(scene.engine);
}

}  // namespace

Result<Measurements> waiting_run_measurements(const Scene& scene) {
  auto webhook = scene.engine.upload(kDefinition);
  if (!webhook) return std::move(webhook).error();
  Load load = timed_load(scene, webhook->delivery(order_payload()), kConnections);
  load.seconds = 1e9;
  const auto take = [&scene, load]() -> Result<Numbers> {
    if (auto done = start_runs(scene, load, kWarmUp); !done) return std::move(done).error();
    const double before = scene.engine.resident_bytes();
    if (auto done = start_runs(scene, load, kRuns); !done) return std::move(done).error();
    const double after = scene.engine.resident_bytes();
    return Numbers{{"bytes_per_run", (after - before) / static_cast<double>(kRuns)},
                   {"resident_mb", after / 1e6}};
  };
  Measurement memory{"waiting_runs", {{"runs", kRuns}}, take};
  memory.only_once = true;
  return Measurements{memory};
}

}  // namespace runledger::bench
