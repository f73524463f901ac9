#pragma once

#include <cstdint>
#include <utility>

#include "workflow/base/result.hpp"

namespace runledger::bench {

// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

// A connection to 127.0.0.1, non-blocking from then on, without Nagle's delay. Errors: unavailable.
Result<Descriptor> connect_to(std::uint16_t port);

struct Listener {
  Descriptor descriptor;  // non-blocking
  std::uint16_t port = 0;
};
// Listens on a free port of 127.0.0.1. Errors: unavailable.
Result<Listener> listen_on_loopback();
// The next connection that waits, as connect_to gives it; not open when there is none.
Descriptor accept_from(const Listener& listener);

}  // namespace runledger::bench
