#pragma once

#include <atomic>
#include <cstdint>

namespace runledger::actors {

// What EngineStats shows; each counted where it happens.
struct Counters {
  std::atomic<std::uint64_t> batches{0};
  std::atomic<std::uint64_t> groups{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> started{0};
  std::atomic<std::uint64_t> ended{0};
  std::atomic<std::uint64_t> crashes{0};
  std::atomic<std::uint64_t> quarantined{0};
};

}  // namespace runledger::actors
