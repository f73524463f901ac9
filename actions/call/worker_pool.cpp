#include "actions/call/worker_pool.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>

#include "actions/call/quiet_thread.hpp"

namespace runledger::actions {

// Outlives the pool when a thread had to be left behind.
struct WorkerPool::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Task> tasks;
  std::size_t alive = 0;
  bool stopping = false;
};

WorkerPool::WorkerPool(std::size_t threads) : shared_(std::make_shared<Shared>()) {
  shared_->alive = threads;
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.push_back(quiet_thread([shared = shared_] { work(*shared); }));
  }
}

WorkerPool::~WorkerPool() {
  stop(std::chrono::steady_clock::now());
}

void WorkerPool::post(Task task) {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->stopping) return;
  shared_->tasks.push_back(std::move(task));
  shared_->changed.notify_one();
}

bool WorkerPool::stop(std::chrono::steady_clock::time_point deadline) {
  std::deque<Task> dropped;  // destroyed without the lock: a task's end may call back
  bool all_ended = false;
  {
    std::unique_lock lock(shared_->mutex);
    shared_->stopping = true;
    dropped.swap(shared_->tasks);
    shared_->changed.notify_all();
    all_ended = shared_->changed.wait_until(lock, deadline, [this] { return shared_->alive == 0; });
  }
  for (std::thread& thread : threads_) {
    if (!thread.joinable()) continue;
    if (all_ended) {
      thread.join();
    } else {
      thread.detach();
    }
  }
  return all_ended;
}

void WorkerPool::work(Shared& shared) {
  std::unique_lock lock(shared.mutex);
  while (true) {
    shared.changed.wait(lock, [&shared] { return shared.stopping || !shared.tasks.empty(); });
    if (shared.tasks.empty()) break;
    Task task = std::move(shared.tasks.front());
    shared.tasks.pop_front();
    lock.unlock();
    try {
      task();
    } catch (...) {
      // One task must not end the process. What it held goes, and whoever waits for it learns by that
      // (Ticket).
    }
    task = nullptr;
    lock.lock();
  }
  --shared.alive;
  shared.changed.notify_all();
}

}  // namespace runledger::actions
