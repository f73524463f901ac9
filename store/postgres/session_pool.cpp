#include "store/postgres/session_pool.hpp"

#include <chrono>

#include "store/postgres/pqxx_session.hpp"

namespace runledger::store {
namespace {

constexpr std::chrono::seconds kLongestWait{5};

std::unique_ptr<PqxxSession> open_session(const std::string& url) {
  auto session = std::make_unique<PqxxSession>(session_url(url, kPlansPerValue));
  pqxx::nontransaction set_up(session->connection());
  set_up.exec(kTakeApplicationRole.sql);
  return session;
}

}  // namespace

SessionPool::SessionPool(std::string url, std::size_t size) : url_(std::move(url)), free_(size) {}
SessionPool::~SessionPool() = default;

Result<Done> SessionPool::run_any(std::string_view doing, const Work& work) {
  std::unique_ptr<PqxxSession> session;
  if (auto acquired = acquire(session); !acquired) return acquired;
  for (int attempt = 0;; ++attempt) {
    const bool was_idle = session != nullptr;
    try {
      if (!session) session = open_session(url_);
      work(*session);
      release(std::move(session));
      return Done{};
    } catch (...) {
      const SqlFailure failure = current_failure();
      if (kind_of(failure) == FailureKind::lost) {
        session.reset();
        drop_idle();
        if (was_idle && attempt == 0) continue;
      }
      release(std::move(session));
      return to_error(failure, doing);
    }
  }
}

Result<Done> SessionPool::acquire(std::unique_ptr<PqxxSession>& session) {
  std::unique_lock lock(mutex_);
  if (!freed_.wait_for(lock, kLongestWait, [this] { return free_ > 0; })) {
    return Error{Errc::overloaded, "all database sessions are busy; try again later"};
  }
  --free_;
  if (!idle_.empty()) {
    session = std::move(idle_.back());
    idle_.pop_back();
  }
  return Done{};
}

void SessionPool::release(std::unique_ptr<PqxxSession> session) {
  {
    const std::lock_guard lock(mutex_);
    if (session) idle_.push_back(std::move(session));
    ++free_;
  }
  freed_.notify_one();
}

void SessionPool::drop_idle() {
  std::vector<std::unique_ptr<PqxxSession>> dead;  // closed outside the lock
  const std::lock_guard lock(mutex_);
  dead.swap(idle_);
}

}  // namespace runledger::store
