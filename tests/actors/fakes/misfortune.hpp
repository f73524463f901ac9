#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "actors/options.hpp"
#include "tests/actors/fakes/memory_log.hpp"

namespace runledger::actors::test {

// Everything that can go wrong goes wrong now and then, by a seed. RUNLEDGER_SEED repeats one.
class Misfortune {
 public:
  explicit Misfortune(std::uint64_t seed) : engine_(seed) {}

  bool one_in(unsigned n) { return engine_() % n == 0; }
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  Fault fault() {
    if (!enabled) return Fault::none;
    switch (below(12)) {
      case 0:
        return Fault::away;
      case 1:
        return Fault::lost_committed;
      case 2:
        return Fault::lost_uncommitted;
      default:
        return Fault::none;
    }
  }
  void crash(FaultPoint point) {
    if (enabled && one_in(point == FaultPoint::decide ? 15 : 20)) throw std::runtime_error("misfortune");
  }

  bool enabled = true;

 private:
  std::mt19937_64 engine_;
};

// 1 to `count`, or the one that RUNLEDGER_SEED names.
inline std::vector<std::uint64_t> seeds(std::uint64_t count) {
  if (const char* given = std::getenv("RUNLEDGER_SEED")) return {std::stoull(given)};
  std::vector<std::uint64_t> all;
  for (std::uint64_t seed = 1; seed <= count; ++seed) all.push_back(seed);
  return all;
}

}  // namespace runledger::actors::test
