// Three HTTP calls one after the other, against a receiver that answers at once.
#include <chrono>

#include "bench/measurements/load_numbers.hpp"
#include "bench/measurements/measurement.hpp"

namespace runledger::bench {
namespace {

constexpr int kConnections = 64;
// Runs posted for each of the scene's seconds. Fixed, because the rate is taken over the whole of it: from
// the first request to the last run's end.
constexpr std::size_t kRunsPerSecond = 500;

std::string definition(const std::string& receiver) {
  std::string out =
      "document: { dsl: '1.0.3', namespace: bench, name: three-http-steps, version: '1.0.0' }\ndo:\n";
  for (const char* step : {"reserve", "pack", "ship"}) {
    out += std::string("  - ") + step +
           ":\n      call: http\n      with:\n        method: post\n        endpoint: " + receiver + '/' +
           step + "\n        body: { orderId: '${ $workflow.input.orderId }', step: " + step + " }\n";
  }
  return out;
}

// One at a time, or 64: the answer comes after the run's end.
Measurement awaited(const Scene& scene, const std::string& payload, const Webhook& webhook, int connections) {
  Load load = timed_load(scene, webhook.delivery(payload, {"Prefer: wait=30"}), connections);
  load.expected_status = 200;
  Measurement out{"http_steps_awaited_" + std::to_string(connections),
                  {{"connections", connections}},
                  [&scene, load] { return load_numbers(scene, load, "runs_per_s"); }};
  if (connections == 1) {
    out.ratios.push_back({"commits", "p50_ms", "pgbench_1", "commit_ms", "pgbench_1_commit_ms"});
  } else {
    out.ratios.push_back({"ratio", "runs_per_s", "pgbench_32", "tps", "pgbench_32_tps"});
  }
  return out;
}

// 64 connections post without waiting for the runs; the rate is that of completed runs.
Measurement posted(const Scene& scene, const std::string& payload, const Webhook& webhook) {
  Load load = timed_load(scene, webhook.delivery(payload), kConnections);
  load.requests = kRunsPerSecond * static_cast<std::size_t>(scene.seconds);
  load.seconds = 1e9;
  const auto take = [&scene, load]() -> Result<Numbers> {
    const EngineUnderTest& engine = scene.engine;
    if (auto idle = wait_until_idle(engine); !idle) return std::move(idle).error();
    auto before = engine.engine_metric("runs_ended");
    if (!before) return std::move(before).error();
    const CpuMeter cpu(scene);
    const auto began = std::chrono::steady_clock::now();
    auto numbers = load_numbers(scene, load, "requests_per_s");
    if (!numbers) return numbers;
    auto all = engine.wait_until_metric("runs_ended", *before + static_cast<double>(load.requests), 1e18);
    if (!all) return std::move(all).error();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    (*numbers)["runs_per_s"] = static_cast<double>(load.requests) / took.count();
    cpu.add_to(*numbers, static_cast<double>(load.requests));
    return numbers;
  };
  return {"http_steps_posted_" + std::to_string(kConnections),
          {{"connections", kConnections}, {"runs", load.requests}},
          take,
          {{"ratio", "runs_per_s", "pgbench_32", "tps", "pgbench_32_tps"}}};
}

}  // namespace

Result<Measurements> http_step_measurements(const Scene& scene) {
  auto webhook = scene.engine.upload(definition(scene.receiver.url()));
  if (!webhook) return std::move(webhook).error();
  const std::string payload = R"({"orderId":"SO-2026-0001"})";
  return Measurements{awaited(scene, payload, *webhook, 1), awaited(scene, payload, *webhook, kConnections),
                      posted(scene, payload, *webhook)};
}

}  // namespace runledger::bench
