#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "http/router.hpp"

namespace runledger::http {

// Threads for handlers that block (queries of the admin API), with a bounded queue before them.
class WorkerPool {
 public:
  WorkerPool(unsigned threads, std::size_t queue_limit);
  ~WorkerPool();  // stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Queues `work`; false when the queue is full or the pool stopped. Thread-safe, never blocks. What `work`
  // throws is logged and swallowed.
  bool submit(std::function<void()> work);
  // Runs what is queued, then ends the threads. Idempotent.
  void stop();
  std::size_t queued() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Makes a blocking handler fit for a Router: it runs on `pool`, or the client gets a 503 problem with
// Retry-After when the pool is full. `pool` must outlive the router. Exceptions are treated as Router does.
RouteHandler on_pool(WorkerPool& pool, RouteHandler handler);

}  // namespace runledger::http
