#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "workflow/base/id.hpp"

namespace runledger::store {

// Where a stream ends.
struct StreamEnd {
  std::uint64_t version = 0;    // how many events it holds
  std::optional<EventId> last;  // none when it is empty
};

// Where the streams end that were written lately. Bounded: it forgets streams that were not used
// while `capacity` others were, so between `capacity` and twice as many are remembered. Not thread-safe.
class VersionCache {
 public:
  explicit VersionCache(std::size_t capacity) : capacity_(capacity) {}

  std::optional<StreamEnd> find(const std::string& stream) {
    if (const auto found = young_.find(stream); found != young_.end()) return found->second;
    const auto found = old_.find(stream);
    if (found == old_.end()) return std::nullopt;
    const StreamEnd end = found->second;
    put(stream, end);
    return end;
  }
  void put(const std::string& stream, const StreamEnd& end) {
    if (young_.size() >= capacity_) {
      old_ = std::move(young_);
      young_.clear();
    }
    young_[stream] = end;
  }
  void clear() {
    young_.clear();
    old_.clear();
  }

 private:
  std::size_t capacity_;
  std::unordered_map<std::string, StreamEnd> young_, old_;
};

}  // namespace runledger::store
