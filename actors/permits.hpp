#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

namespace runledger::actors {

// Held while one unit of a limited thing is in use; given back when the last copy is destroyed. Null: none.
using Permit = std::shared_ptr<const void>;

// Credits for one limited thing, taken in the calling thread so that a refusal costs nothing. Thread-safe.
class Permits {
 public:
  explicit Permits(std::size_t limit)
      : count_(std::make_shared<std::atomic<std::size_t>>(0)), limit_(limit) {}

  // Null when the limit is reached.
  Permit try_take() {
    if (count_->fetch_add(1) < limit_) return hold();
    count_->fetch_sub(1);
    return nullptr;
  }
  // For what must not be refused: counts, even beyond the limit.
  Permit take() {
    count_->fetch_add(1);
    return hold();
  }
  std::size_t in_use() const { return count_->load(); }

 private:
  Permit hold() {
    return {static_cast<const void*>(this), [count = count_](const void*) { count->fetch_sub(1); }};
  }

  std::shared_ptr<std::atomic<std::size_t>> count_;
  std::size_t limit_;
};

}  // namespace runledger::actors
