#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "bench/engine/engine_under_test.hpp"
#include "bench/engine/pgbench.hpp"
#include "bench/http/step_receiver.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::bench {

// What measurements work with.
struct Scene {
  const EngineUnderTest& engine;
  const StepReceiver& receiver;
  const Pgbench& pgbench;
  int seconds = 4;  // how long one load lasts
};

// By name: "requests_per_s", "p50_ms", ...
using Numbers = std::map<std::string, double>;

// One number of a measurement divided by one number of another, its limit, of the same round.
struct Ratio {
  std::string name;  // in the printed line
  std::string number;
  std::string limit_id, limit_number;
  std::string limit_name;  // in the printed line
};

struct Measurement {
  std::string id;                         // unique
  JsonObject labels;                      // how its line begins, after the id
  std::function<Result<Numbers>()> take;  // measures once
  std::vector<Ratio> ratios = {};
  bool only_once = false;  // in the last round, because of what it leaves behind
};

using Measurements = std::vector<Measurement>;

// One file each. They upload what they need; what they return borrows the scene. Errors: unavailable.
Result<Measurements> limit_measurements(const Scene& scene);
Result<Measurements> ingest_measurements(const Scene& scene);
Result<Measurements> pure_step_measurements(const Scene& scene);
Result<Measurements> http_step_measurements(const Scene& scene);
Result<Measurements> waiting_run_measurements(const Scene& scene);

}  // namespace runledger::bench
