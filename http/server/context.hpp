#pragma once

#include <atomic>
#include <limits>
#include <memory>

#include "http/server.hpp"
#include "http/server/input_credit.hpp"
#include "http/server/poll_loop.hpp"
#include "http/worker_pool.hpp"

namespace runledger::http::server {

// What all connections of one server share. Connections hold it, so that an answer that comes after the
// server is gone still finds everything it touches.
struct Context {
  Context(ServerOptions options_, Server::Handler handler_, std::shared_ptr<Metrics> metrics_,
          std::chrono::milliseconds tick)
      : options(std::move(options_)),
        handler(std::move(handler_)),
        metrics(std::move(metrics_)),
        loop(tick),
        input_credit(options.limits.buffered_bytes) {}

  const ServerOptions options;
  Server::Handler handler;                 // called only while the server's threads run
  const std::shared_ptr<Metrics> metrics;  // may be null
  PollLoop loop;
  InputCredit input_credit;
  // Takes up input that was held back: handlers are no work for the loop, which keeps everyone's deadlines.
  // Each connection has at most one place in its queue.
  WorkerPool resumer{1, std::numeric_limits<std::size_t>::max()};
  std::atomic<std::size_t> connections{0};
  std::size_t connection_limit = 0;  // options.limits.connections, or what the open-file limit allows
  int lowest_duplicate = 0;          // see Socket::duplicate_of
  std::atomic<bool> draining{false};
};

}  // namespace runledger::http::server
