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
  // The same, not before `time`; when the threads are busy, later.
  void post_at(std::chrono::steady_clock::time_point time, Task task);
  // Drops what is queued and waits for the tasks under way, however long they take: what they use may go
  // right after. Each waits for nothing without a limit of its own.
  void stop();

 private:
  struct Shared;
  static void work(Shared& shared);

  std::shared_ptr<Shared> shared_;
  std::vector<std::thread> threads_;
};

}  // namespace runledger::actions
