#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace runledger::store {

// How many events the streams hold that were written lately. Bounded: it forgets streams that were not used
// while `capacity` others were, so between `capacity` and twice as many are remembered. Not thread-safe.
class VersionCache {
 public:
  explicit VersionCache(std::size_t capacity) : capacity_(capacity) {}

  std::optional<std::uint64_t> find(const std::string& stream) {
    if (const auto found = young_.find(stream); found != young_.end()) return found->second;
    const auto found = old_.find(stream);
    if (found == old_.end()) return std::nullopt;
    const std::uint64_t version = found->second;
    put(stream, version);
    return version;
  }
  void put(const std::string& stream, std::uint64_t version) {
    if (young_.size() >= capacity_) {
      old_ = std::move(young_);
      young_.clear();
    }
    young_[stream] = version;
  }
  void clear() {
    young_.clear();
    old_.clear();
  }

 private:
  std::size_t capacity_;
  std::unordered_map<std::string, std::uint64_t> young_, old_;
};

}  // namespace runledger::store
