#pragma once

#include <array>
#include <mutex>
#include <unordered_set>

#include "workflow/base/id.hpp"

namespace runledger::actors {

// Runs whose first append is made without an actor (direct_start.cpp, their owner). From before that append
// until its refusal, its end, or the run's supervisor, which moves the run to ActiveRuns before it takes it
// out here: so whoever looks here first and there second misses no run. Nobody else may take such a run up.
// Thread-safe.
class StartsUnderWay {
 public:
  // False when it is here already.
  bool add(RunId run) {
    Shard& shard = shard_of(run);
    const std::lock_guard lock(shard.mutex);
    return shard.runs.insert(run).second;
  }
  void erase(RunId run) {
    Shard& shard = shard_of(run);
    const std::lock_guard lock(shard.mutex);
    shard.runs.erase(run);
  }
  bool contains(RunId run) const {
    const Shard& shard = shard_of(run);
    const std::lock_guard lock(shard.mutex);
    return shard.runs.contains(run);
  }

 private:
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_set<RunId> runs;
  };
  static constexpr std::size_t kShards = 16;  // as ActiveRuns

  Shard& shard_of(RunId run) { return shards_[run.bytes[15] % kShards]; }
  const Shard& shard_of(RunId run) const { return shards_[run.bytes[15] % kShards]; }

  std::array<Shard, kShards> shards_;
};

}  // namespace runledger::actors
