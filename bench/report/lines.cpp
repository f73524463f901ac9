#include "bench/report/lines.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>

namespace runledger::bench {
namespace {

// The least or most that a measurement must reach, in units of its limit.
struct Target {
  const char* name;
  const char* id;
  const char* number;
  const char* limit_id;
  const char* limit_number;
  bool at_least;
  double bound;
};

constexpr Target kTargets[] = {
    {"ingest_64_of_pgbench_32", "ingest_64", "requests_per_s", "pgbench_32", "tps", true, 0.5},
    {"http_steps_of_pgbench_32", "http_steps_posted_64", "runs_per_s", "pgbench_32", "tps", true, 0.05},
    {"http_steps_alone_in_commits", "http_steps_awaited_1", "p50_ms", "pgbench_1", "commit_ms", false, 20},
};

// Four digits are more than such a measurement is good for.
double rounded(double value) {
  if (value == 0 || !std::isfinite(value)) return 0;
  const double unit = std::pow(10.0, 3 - std::floor(std::log10(std::abs(value))));
  return std::round(value * unit) / unit;
}

std::optional<double> ratio_of(const Samples& samples, const std::string& id, const std::string& number,
                               const std::string& limit_id, const std::string& limit_number) {
  const auto above = samples.median(id, number);
  const auto below = samples.median(limit_id, limit_number);
  if (!above || !below || *below == 0) return std::nullopt;
  return *above / *below;
}

}  // namespace

JsonObject measurement_line(const Measurement& measurement, const Samples& samples) {
  JsonObject line{{"bench", measurement.id}};
  for (const auto& label : measurement.labels) line.insert(label);
  JsonObject spread;
  std::size_t rounds = 0;
  for (const auto& [name, values] : samples.numbers_of(measurement.id)) {
    line[name] = rounded(median_of(values));
    spread[name] = JsonArray{rounded(values.front()), rounded(values.back())};
    rounds = values.size();
  }
  JsonObject limits;
  for (const Ratio& ratio : measurement.ratios) {
    const auto value = ratio_of(samples, measurement.id, ratio.number, ratio.limit_id, ratio.limit_number);
    if (!value) continue;
    limits[ratio.limit_name] = rounded(*samples.median(ratio.limit_id, ratio.limit_number));
    line[ratio.name] = rounded(*value);
  }
  if (!limits.empty()) line["limit"] = std::move(limits);
  line["rounds"] = rounds;
  if (rounds > 1) line["spread"] = std::move(spread);
  return line;
}

JsonObject targets_line(const Samples& samples) {
  JsonObject line{{"bench", "targets"}};
  bool all_met = true;
  for (const Target& target : kTargets) {
    const auto value = ratio_of(samples, target.id, target.number, target.limit_id, target.limit_number);
    const bool met = value && (target.at_least ? *value >= target.bound : *value <= target.bound);
    all_met = all_met && met;
    JsonObject entry{{target.at_least ? "at_least" : "at_most", target.bound}, {"met", met}};
    entry["measured"] = value ? Json(rounded(*value)) : Json(nullptr);
    line[target.name] = std::move(entry);
  }
  line["met"] = all_met;
  return line;
}

}  // namespace runledger::bench
