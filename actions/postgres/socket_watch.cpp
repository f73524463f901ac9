#include "actions/postgres/socket_watch.hpp"

#include <sys/socket.h>

#include <algorithm>

#include "actions/call/quiet_thread.hpp"

namespace runledger::actions {

SocketWatch::Guard::Guard(SocketWatch& watch, int socket, Deadline deadline)
    : watch_(watch), id_(watch.add(socket, deadline)) {}

SocketWatch::Guard::~Guard() {
  watch_.remove(id_);
}

SocketWatch::SocketWatch() : thread_(quiet_thread([this] { run(); })) {}

SocketWatch::~SocketWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

void SocketWatch::shut_all() {
  const std::lock_guard lock(mutex_);
  shut_all_ = true;
  for (const auto& entry : watched_) ::shutdown(entry.second.socket, SHUT_RDWR);
}

std::uint64_t SocketWatch::add(int socket, Deadline deadline) {
  const std::lock_guard lock(mutex_);
  if (shut_all_) ::shutdown(socket, SHUT_RDWR);
  const bool earlier = deadline < earliest();
  watched_.emplace(next_id_, Watched{socket, deadline});
  if (earlier) changed_.notify_all();
  return next_id_++;
}

void SocketWatch::remove(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  watched_.erase(id);
}

Deadline SocketWatch::earliest() const {
  Deadline earliest = Deadline::max();
  for (const auto& entry : watched_) earliest = std::min(earliest, entry.second.deadline);
  return earliest;
}

void SocketWatch::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Deadline next = earliest();
    if (next == Deadline::max()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, next);
    }
    const auto now = std::chrono::steady_clock::now();
    for (auto& entry : watched_) {
      if (entry.second.deadline > now) continue;
      ::shutdown(entry.second.socket, SHUT_RDWR);
      entry.second.deadline = Deadline::max();
    }
  }
}

}  // namespace runledger::actions
