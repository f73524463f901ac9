#include "actions/call/worker_pool.hpp"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include "actions/call/quiet_thread.hpp"

namespace runledger::actions {

struct WorkerPool::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Task> tasks;
  std::multimap<std::chrono::steady_clock::time_point, Task> later;
  bool stopping = false;
};

WorkerPool::WorkerPool(std::size_t threads) : shared_(std::make_shared<Shared>()) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.push_back(quiet_thread([shared = shared_] { work(*shared); }));
  }
}

WorkerPool::~WorkerPool() {
  stop();
}

void WorkerPool::post(Task task) {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->stopping) return;
  shared_->tasks.push_back(std::move(task));
  shared_->changed.notify_one();
}

void WorkerPool::post_at(std::chrono::steady_clock::time_point time, Task task) {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->stopping) return;
  shared_->later.emplace(time, std::move(task));
  shared_->changed.notify_one();
}

void WorkerPool::stop() {
  std::deque<Task> dropped;  // destroyed without the lock: a task's end may call back
  decltype(Shared::later) dropped_later;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->stopping = true;
    dropped.swap(shared_->tasks);
    dropped_later.swap(shared_->later);
    shared_->changed.notify_all();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::work(Shared& shared) {
  std::unique_lock lock(shared.mutex);
  while (true) {
    while (!shared.later.empty() && shared.later.begin()->first <= std::chrono::steady_clock::now()) {
      shared.tasks.push_back(std::move(shared.later.extract(shared.later.begin()).mapped()));
      shared.changed.notify_one();  // several may be due at once, and this thread takes only one
    }
    if (shared.tasks.empty()) {
      if (shared.stopping) break;
      if (shared.later.empty()) {
        shared.changed.wait(lock);
      } else {
        const auto next = shared.later.begin()->first;  // a copy: the entry may go while we wait
        shared.changed.wait_until(lock, next);
      }
      continue;
    }
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
}

}  // namespace runledger::actions
