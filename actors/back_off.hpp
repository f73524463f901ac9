#pragma once

#include <algorithm>

#include "actors/options.hpp"

namespace runledger::actors {

// The delays of one thing that is tried again and again.
class BackOffTimer {
 public:
  explicit BackOffTimer(BackOff limits) : limits_(limits), next_(limits.first) {}

  Milliseconds next() {
    const Milliseconds delay = next_;
    next_ = std::min(next_ * 2, limits_.longest);
    return delay;
  }
  void reset() { next_ = limits_.first; }

 private:
  BackOff limits_;
  Milliseconds next_;
};

}  // namespace runledger::actors
