#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "http/server/socket.hpp"

namespace runledger::http::server {

// What the loop does for a connection. All are called on the loop's thread.
class Watched {
 public:
  virtual ~Watched() = default;
  virtual void on_writable() = 0;
  virtual void check_deadlines(std::chrono::steady_clock::time_point now) = 0;
};

// The thread beside Pistache's: it waits until a slow client takes more of its answer, and looks at every
// connection's deadlines. No handler runs on it. Sleeps without waking when there is no
// connection. Also the list of all open connections. Thread-safe.
class PollLoop {
 public:
  using Id = std::uint64_t;

  // `tick`: how often deadlines are looked at.
  explicit PollLoop(std::chrono::milliseconds tick);
  ~PollLoop();  // stop()
  PollLoop(const PollLoop&) = delete;
  PollLoop& operator=(const PollLoop&) = delete;

  void start();
  void stop();

  Id next_id() { return ++last_id_; }
  void add(Id id, std::shared_ptr<Watched> watched);
  void remove(Id id);
  std::vector<std::shared_ptr<Watched>> all() const;
  // Waits until no connection is left; false when `limit` is over first.
  bool wait_until_empty(std::chrono::milliseconds limit) const;

  // on_writable() once, when `fd` can take more. Before closing `fd`, call unwatch: the kernel keeps a watch
  // for as long as any duplicate is open.
  void watch_write(Id id, int fd);
  void unwatch(int fd);

 private:
  void run();
  void wake();
  std::shared_ptr<Watched> find(Id id) const;
  bool is_empty() const;

  const std::chrono::milliseconds tick_;
  Socket epoll_;
  Socket wake_;
  std::atomic<Id> last_id_{0};
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  mutable std::condition_variable emptied_;
  std::unordered_map<Id, std::shared_ptr<Watched>> watched_;
  std::thread thread_;
};

}  // namespace runledger::http::server
