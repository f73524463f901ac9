#pragma once

#include <atomic>
#include <cstddef>

namespace runledger::http::server {

// How much input of unfinished requests all connections of a server hold together. Thread-safe.
class InputCredit {
 public:
  explicit InputCredit(std::size_t limit) : limit_(limit) {}

  std::size_t held() const { return held_.load(); }

 private:
  friend class InputCharge;
  const std::size_t limit_;
  std::atomic<std::size_t> held_{0};
};

// One connection's part of it, given back at its end. Not thread-safe.
class InputCharge {
 public:
  explicit InputCharge(InputCredit& credit) : credit_(credit) {}
  ~InputCharge() { credit_.held_ -= bytes_; }
  InputCharge(const InputCharge&) = delete;
  InputCharge& operator=(const InputCharge&) = delete;

  // Says how much the connection holds now. False when that is more than before and over the limit: then
  // nothing has changed, and the caller must let go of its input.
  bool set(std::size_t bytes) {
    if (bytes > bytes_) {
      const std::size_t more = bytes - bytes_;
      if (credit_.held_.fetch_add(more) + more > credit_.limit_) {
        credit_.held_ -= more;
        return false;
      }
    } else {
      credit_.held_ -= bytes_ - bytes;
    }
    bytes_ = bytes;
    return true;
  }

 private:
  InputCredit& credit_;
  std::size_t bytes_ = 0;
};

}  // namespace runledger::http::server
