#pragma once

#include "workflow/ports/clock.hpp"

namespace runledger::app {

class SystemClock : public Clock {
 public:
  Timestamp now() const override;
};

// The kernel's generator (getrandom).
class SystemRandom : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace runledger::app
