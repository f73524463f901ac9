#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "workflow/ports/action_runner.hpp"

namespace runledger::actors::test {

// An action runner whose effects happen when the test says so. Counts each attempt of each intent.
// Thread-safe.
class ScriptedRunner : public ActionRunner {
 public:
  using Attempt = std::tuple<RunId, std::string, std::uint32_t, std::uint32_t>;  // task, iteration, attempt

  Result<Done> perform(ActionRequest request, std::function<void(run::ActionOutcome)> done) override {
    std::function<void(run::ActionOutcome)> now;
    {
      const std::lock_guard lock(mutex_);
      if (is_dead_) return Done{};
      if (refusals_ > 0) {
        --refusals_;
        return Error{Errc::overloaded, "the runner's queue is full (by order of the test)"};
      }
      ++performed_[{request.run, request.intent.ref.task, request.intent.ref.iteration,
                    request.intent.attempt}];
      if (instant_)
        now = std::move(done);
      else
        waiting_.emplace_back(std::move(request), std::move(done));
    }
    if (now) now(run::Succeeded{share(Json{{"ok", true}})});
    return Done{};
  }
  void cancel(RunId run, const run::TaskRef& ref, std::uint32_t attempt) override {
    std::function<void(run::ActionOutcome)> done;
    {
      const std::lock_guard lock(mutex_);
      cancelled_.emplace_back(run, ref.task, ref.iteration, attempt);
      const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& waiting) {
        const ActionRequest& request = waiting.first;
        return request.run == run && request.intent.ref == ref && request.intent.attempt == attempt;
      });
      if (found == waiting_.end()) return;
      done = std::move(found->second);
      waiting_.erase(found);
    }
    done(run::OutcomeUnknown{"cancelled"});
  }
  void stop(Milliseconds) override {}

  // Effects succeed at once, on the caller's thread.
  void set_instant(bool instant) {
    const std::lock_guard lock(mutex_);
    instant_ = instant;
  }
  void refuse_next(std::size_t count) {
    const std::lock_guard lock(mutex_);
    refusals_ = count;
  }
  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }
  // Ends the effect that has waited longest. False when there is none.
  bool finish_one(run::ActionOutcome outcome = run::Succeeded{share(Json{{"ok", true}})}) {
    std::function<void(run::ActionOutcome)> done;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.empty()) return false;
      done = std::move(waiting_.front().second);
      waiting_.pop_front();
    }
    done(std::move(outcome));
    return true;
  }
  // As in a killed process: effects under way have no outcome any more, and none begins until it is revived.
  void die() {
    decltype(waiting_) forgotten;
    const std::lock_guard lock(mutex_);
    is_dead_ = true;
    forgotten.swap(waiting_);
  }
  void revive() {
    const std::lock_guard lock(mutex_);
    is_dead_ = false;
  }
  std::vector<Attempt> cancelled() const {
    const std::lock_guard lock(mutex_);
    return cancelled_;
  }
  std::map<Attempt, int> performed() const {
    const std::lock_guard lock(mutex_);
    return performed_;
  }
  std::size_t performed_count() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [attempt, times] : performed_) count += static_cast<std::size_t>(times);
    return count;
  }

 private:
  mutable std::mutex mutex_;
  std::deque<std::pair<ActionRequest, std::function<void(run::ActionOutcome)>>> waiting_;
  std::map<Attempt, int> performed_;
  std::vector<Attempt> cancelled_;
  std::size_t refusals_ = 0;
  bool instant_ = false;
  bool is_dead_ = false;
};

}  // namespace runledger::actors::test
