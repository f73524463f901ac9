#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "workflow/run/commands.hpp"

namespace runledger::actions {

class Pending;

// The right to settle one effect. Copies share it; when the last one goes without having settled, the outcome
// is unknown. So each callback is called on every path.
class Ticket {
 public:
  Ticket(std::shared_ptr<Pending> pending, std::uint64_t id);
  // The first call reports; later ones do nothing.
  void settle(run::ActionOutcome outcome) const;

 private:
  struct Held;
  std::shared_ptr<Held> held_;
};

// The effects accepted and not yet settled, with who waits for each: a bounded number. Thread-safe. Each
// callback is called exactly once, on the thread that settles, without a lock held.
class Pending : public std::enable_shared_from_this<Pending> {
 public:
  using Callback = std::function<void(run::ActionOutcome)>;

  explicit Pending(std::size_t capacity) : capacity_(capacity) {}

  // Errors: overloaded when `capacity` effects are pending; unavailable after close().
  Result<Ticket> admit(Callback done);
  void close();
  // True when all are settled and their callbacks have returned.
  bool wait_until_empty(std::chrono::steady_clock::time_point deadline);
  // Settles whatever is left as unknown.
  void abandon_all(const std::string& detail);

 private:
  friend class Ticket;
  void settle(std::uint64_t id, run::ActionOutcome outcome);

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable emptied_;
  std::unordered_map<std::uint64_t, Callback> waiting_;
  std::uint64_t next_id_ = 0;
  std::size_t calling_ = 0;
  bool closed_ = false;
};

}  // namespace runledger::actions
