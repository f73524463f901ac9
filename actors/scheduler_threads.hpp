#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>

#include "actors/options.hpp"

namespace runledger::actors {

// The threads that actors share.
inline std::size_t scheduler_threads(const EngineOptions& options) {
  if (options.scheduler_threads > 0) return options.scheduler_threads;
  return std::max<std::size_t>(2, std::thread::hardware_concurrency());
}

// How many of them may wait for libjq at a time, which may take a second each: the others go on.
inline std::size_t threads_for_jq(const EngineOptions& options) {
  return std::max<std::size_t>(1, scheduler_threads(options) - 1);
}

}  // namespace runledger::actors
