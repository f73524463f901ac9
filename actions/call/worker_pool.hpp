#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace runledger::actions {

// A fixed number of threads that take tasks in order. The queue's length is bounded by its users
// (pending.hpp).
class WorkerPool {
 public:
  using Task = std::function<void()>;

  explicit WorkerPool(std::size_t threads);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();

  // Thread-safe. After stop the task is dropped. What it throws is swallowed.
  void post(Task task);
  // Drops what is queued and waits for the tasks under way. A thread that is still inside one at `deadline`
  // (a system call that does not come back) is left to end by itself: false.
  bool stop(std::chrono::steady_clock::time_point deadline);

 private:
  struct Shared;
  static void work(Shared& shared);

  std::shared_ptr<Shared> shared_;
  std::vector<std::thread> threads_;
};

}  // namespace runledger::actions
