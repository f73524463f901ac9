#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace runledger::actions {

struct SqlSession;

// Sessions that nobody uses at the moment, by what they were connected with. A bounded number; the one unused
// for longest goes first. Thread-safe.
class SessionCache {
 public:
  explicit SessionCache(std::size_t capacity);
  SessionCache(const SessionCache&) = delete;
  SessionCache& operator=(const SessionCache&) = delete;
  ~SessionCache();

  // Null when there is none.
  std::unique_ptr<SqlSession> take(const std::string& key);
  // Only sessions in good order, outside of a transaction.
  void put(const std::string& key, std::unique_ptr<SqlSession> session);

 private:
  struct Idle;

  const std::size_t capacity_;
  std::mutex mutex_;
  std::vector<Idle> idle_;  // the one unused for longest first
};

}  // namespace runledger::actions
