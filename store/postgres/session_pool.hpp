#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::store {

class PqxxSession;

// A bounded number of libpqxx sessions, opened when first needed. Thread-safe.
class SessionPool {
 public:
  SessionPool(std::string url, std::size_t size);
  ~SessionPool();

  // Runs `work` with a session that nobody else uses meanwhile. What libpqxx throws inside becomes an Error
  // that begins with `doing`. When a session turns out to be dead (the server was restarted), all idle ones
  // are thrown away and `work` runs once more on a new one: it must be safe to repeat. Errors: overloaded
  // when no session becomes free within 5 seconds; unavailable; what `work` returns.
  template <class Value>
  Result<Value> run(std::string_view doing, const std::function<Result<Value>(PqxxSession&)>& work) {
    Result<Value> result = Error{};
    auto done = run_any(doing, [&](PqxxSession& session) { result = work(session); });
    if (!done) return std::move(done).error();
    return result;
  }

 private:
  using Work = std::function<void(PqxxSession&)>;
  Result<Done> run_any(std::string_view doing, const Work& work);
  Result<Done> acquire(std::unique_ptr<PqxxSession>& session);
  void release(std::unique_ptr<PqxxSession> session);
  void drop_idle();

  const std::string url_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t free_;                                // how many may still be taken
  std::vector<std::unique_ptr<PqxxSession>> idle_;  // open and not in use
};

}  // namespace runledger::store
