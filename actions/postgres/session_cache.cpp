#include "actions/postgres/session_cache.hpp"

#include <iterator>
#include <utility>

#include "actions/postgres/session.hpp"

namespace runledger::actions {
namespace {

constexpr std::chrono::minutes kMaxIdle{5};

}  // namespace

struct SessionCache::Idle {
  std::string key;
  std::unique_ptr<SqlSession> session;
  std::chrono::steady_clock::time_point since;
};

SessionCache::SessionCache(std::size_t capacity) : capacity_(capacity) {}
SessionCache::~SessionCache() = default;

std::unique_ptr<SqlSession> SessionCache::take(const std::string& key) {
  std::vector<Idle> too_old;  // closed without the lock
  const std::lock_guard lock(mutex_);
  const auto limit = std::chrono::steady_clock::now() - kMaxIdle;
  while (!idle_.empty() && idle_.front().since < limit) {
    too_old.push_back(std::move(idle_.front()));
    idle_.erase(idle_.begin());
  }
  for (auto entry = idle_.rbegin(); entry != idle_.rend(); ++entry) {
    if (entry->key != key) continue;
    auto session = std::move(entry->session);
    idle_.erase(std::next(entry).base());
    return session;
  }
  return nullptr;
}

void SessionCache::put(const std::string& key, std::unique_ptr<SqlSession> session) {
  Idle oldest;
  const std::lock_guard lock(mutex_);
  if (capacity_ == 0) return;
  if (idle_.size() >= capacity_) {
    oldest = std::move(idle_.front());
    idle_.erase(idle_.begin());
  }
  idle_.push_back({key, std::move(session), std::chrono::steady_clock::now()});
}

}  // namespace runledger::actions
