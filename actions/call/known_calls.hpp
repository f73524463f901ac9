#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

#include "actions/call/call.hpp"

namespace runledger::actions {

// The calls accepted and not yet ended, by what they are an attempt of: so that they can be withdrawn.
// Thread-safe.
class KnownCalls {
 public:
  using Key = std::tuple<RunId, std::string, std::uint32_t, std::uint32_t>;  // task, iteration, attempt

  static Key key_of(RunId run, const run::TaskRef& ref, std::uint32_t attempt) {
    return {run, ref.task, ref.iteration, attempt};
  }

  void add(const Key& key, const CallPtr& call) {
    const std::lock_guard lock(mutex_);
    calls_[key] = call;
  }
  void remove(const Key& key) {
    const std::lock_guard lock(mutex_);
    calls_.erase(key);
  }
  // Null when there is none, or it has ended.
  CallPtr find(const Key& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(key);
    return found == calls_.end() ? nullptr : found->second.lock();
  }

 private:
  mutable std::mutex mutex_;
  std::map<Key, std::weak_ptr<Call>> calls_;
};

}  // namespace runledger::actions
