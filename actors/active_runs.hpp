#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "workflow/base/id.hpp"
#include "workflow/run/state.hpp"

namespace runledger::actors {

// Which runs are in memory, with an actor, and have not ended, with their status. Lets a watcher skip reading
// the log. A run's actor erases it before it reports the end, so that who finds it here is sure to hear that
// report, or to be sent to look again. Thread-safe.
class ActiveRuns {
 public:
  void set(RunId run, run::RunStatus status);
  void erase(RunId run);
  std::optional<run::RunStatus> find(RunId run) const;

 private:
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<RunId, run::RunStatus> runs;
  };
  static constexpr std::size_t kShards = 16;  // few enough to be small, many enough not to contend

  Shard& shard_of(RunId run) { return shards_[run.bytes[15] % kShards]; }
  const Shard& shard_of(RunId run) const { return shards_[run.bytes[15] % kShards]; }

  std::array<Shard, kShards> shards_;
};

}  // namespace runledger::actors
