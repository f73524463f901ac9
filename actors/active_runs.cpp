#include "actors/active_runs.hpp"

namespace runledger::actors {

void ActiveRuns::set(RunId run, run::RunStatus status) {
  Shard& shard = shard_of(run);
  const std::lock_guard lock(shard.mutex);
  shard.runs[run] = status;
}

void ActiveRuns::erase(RunId run) {
  Shard& shard = shard_of(run);
  const std::lock_guard lock(shard.mutex);
  shard.runs.erase(run);
}

std::optional<run::RunStatus> ActiveRuns::find(RunId run) const {
  const Shard& shard = shard_of(run);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.runs.find(run);
  if (found == shard.runs.end()) return std::nullopt;
  return found->second;
}

}  // namespace runledger::actors
