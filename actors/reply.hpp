#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "workflow/base/result.hpp"

namespace runledger::actors {

// A callback that is called exactly once: with the first result given, or, when every copy is destroyed
// without one (its actor ended), with `unavailable`, or `outcome_unknown` once `may_have_happened`. Copies
// share the callback. Not for use by two threads at a time, but may be handed from thread to thread.
// Exceptions of the callback end the process: it promised none.
template <class T>
class Reply {
 public:
  // Nobody waits for an answer.
  Reply() = default;
  explicit Reply(std::function<void(Result<T>)> callback)
      : shared_(std::make_shared<Shared>(std::move(callback))) {}

  void operator()(Result<T> result) const noexcept {
    if (shared_) shared_->call(std::move(result));
  }
  // What was asked for is in other hands now: "nothing was accepted" would no longer be true.
  void may_have_happened() const noexcept {
    if (shared_) shared_->in_doubt = true;
  }

 private:
  struct Shared {
    explicit Shared(std::function<void(Result<T>)> function) : callback(std::move(function)) {}
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared() {
      if (in_doubt) {
        call(Error{Errc::outcome_unknown,
                   "the engine stopped while this was being recorded; it may or may not have happened"});
      } else {
        call(Error{Errc::unavailable, "the engine stopped before it had an answer; try again later"});
      }
    }

    void call(Result<T> result) noexcept {
      if (auto function = std::exchange(callback, nullptr)) function(std::move(result));
    }

    std::function<void(Result<T>)> callback;
    bool in_doubt = false;
  };

  std::shared_ptr<Shared> shared_;
};

}  // namespace runledger::actors
