#include "actions/call/pending.hpp"

#include <utility>
#include <vector>

namespace runledger::actions {

struct Ticket::Held {
  std::shared_ptr<Pending> pending;
  std::uint64_t id;

  Held(std::shared_ptr<Pending> owner, std::uint64_t number) : pending(std::move(owner)), id(number) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    pending->settle(id, run::OutcomeUnknown{"the engine stopped before the outcome of the call was known"});
  }
};

Ticket::Ticket(std::shared_ptr<Pending> pending, std::uint64_t id)
    : held_(std::make_shared<Held>(std::move(pending), id)) {}

void Ticket::settle(run::ActionOutcome outcome) const {
  held_->pending->settle(held_->id, std::move(outcome));
}

Result<Ticket> Pending::admit(Callback done) {
  const std::lock_guard lock(mutex_);
  if (closed_) return Error{Errc::unavailable, "the engine is stopping: no new calls are begun"};
  if (waiting_.size() >= capacity_) {
    return Error{Errc::overloaded, "the queue of calls is full (" + std::to_string(capacity_) +
                                       " accepted and not yet ended): try again later"};
  }
  const std::uint64_t id = next_id_++;
  waiting_.emplace(id, std::move(done));
  return Ticket(shared_from_this(), id);
}

void Pending::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

bool Pending::wait_until_empty(std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return emptied_.wait_until(lock, deadline, [this] { return waiting_.empty() && calling_ == 0; });
}

void Pending::abandon_all(const std::string& detail) {
  std::vector<std::uint64_t> ids;
  {
    const std::lock_guard lock(mutex_);
    ids.reserve(waiting_.size());
    for (const auto& entry : waiting_) ids.push_back(entry.first);
  }
  for (const std::uint64_t id : ids) settle(id, run::OutcomeUnknown{detail});
}

void Pending::settle(std::uint64_t id, run::ActionOutcome outcome) {
  Callback done;
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return;
    done = std::move(found->second);
    waiting_.erase(found);
    ++calling_;
  }
  done(std::move(outcome));
  done = nullptr;  // what it captured goes before anyone is told that all is over
  const std::lock_guard lock(mutex_);
  --calling_;
  if (waiting_.empty() && calling_ == 0) emptied_.notify_all();
}

}  // namespace runledger::actions
