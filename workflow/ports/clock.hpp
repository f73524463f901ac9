#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "workflow/base/id.hpp"
#include "workflow/base/time.hpp"

namespace runledger {

// Time and randomness as interfaces, so that tests bring their own. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};
class Random {
 public:
  virtual ~Random() = default;
  // Cryptographically strong.
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

// A fresh UUIDv7 of any kind.
template <class SomeId>
SomeId make_id(const Clock& clock, Random& random) {
  std::array<std::uint8_t, 10> bytes{};
  random.fill(bytes);
  return SomeId{make_uuid_v7(clock.now(), bytes)};
}

}  // namespace runledger
