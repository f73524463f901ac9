#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>

#include "actions/call/call.hpp"

namespace runledger::actions {

// Ends conversations that block a thread past their deadline, by shutting their sockets down: a server that
// hangs or a network that swallows everything would hold the thread for ever. One thread, asleep until the
// earliest deadline. Thread-safe.
class SocketWatch {
 public:
  // Watches while it lives. Must go before its socket is closed.
  class Guard {
   public:
    Guard(SocketWatch& watch, int socket, Deadline deadline);
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard();

   private:
    SocketWatch& watch_;
    std::uint64_t id_;
  };

  SocketWatch();
  SocketWatch(const SocketWatch&) = delete;
  SocketWatch& operator=(const SocketWatch&) = delete;
  ~SocketWatch();

  // Shuts down all watched sockets, now and from now on.
  void shut_all();

 private:
  struct Watched {
    int socket;
    Deadline deadline;
  };

  std::uint64_t add(int socket, Deadline deadline);
  void remove(std::uint64_t id);
  void run();
  Deadline earliest() const;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, Watched> watched_;
  std::uint64_t next_id_ = 0;
  bool shut_all_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace runledger::actions
