#pragma once

#include <chrono>
#include <string>

#include "app/cluster/private_cluster.hpp"

namespace runledger::app {

// Starts the private PostgreSQL again when it ended by itself (killed, out of memory), with pauses that grow
// while it ends soon. Everything that uses it reconnects by itself.
class ClusterKeeper {
 public:
  explicit ClusterKeeper(PrivateCluster& cluster) : cluster_(cluster) {}

  // To be called again and again, on the thread that started the cluster. Gives what the person at the
  // console should know; mostly nothing (""). Does not wait for the server.
  std::string look();

 private:
  using Clock = std::chrono::steady_clock;

  std::string start_again();

  PrivateCluster& cluster_;
  bool away_ = false;  // it ended and has not answered since
  Clock::time_point next_try_{};
  Clock::duration pause_{};
};

}  // namespace runledger::app
