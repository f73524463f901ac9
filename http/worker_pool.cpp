#include "http/worker_pool.hpp"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "http/problem.hpp"

namespace runledger::http {

struct WorkerPool::State {
  explicit State(std::size_t limit) : queue_limit(limit) {}

  const std::size_t queue_limit;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> queue;
  bool stopping = false;
  std::vector<std::thread> threads;

  void run() {
    for (;;) {
      std::function<void()> work;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return stopping || !queue.empty(); });
        if (queue.empty()) return;
        work = std::move(queue.front());
        queue.pop_front();
      }
      try {
        work();
      } catch (const std::exception& thrown) {
        spdlog::error("http_worker_threw what={}", thrown.what());
      } catch (...) {
        spdlog::error("http_worker_threw what=something that is no std::exception");
      }
    }
  }
};

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_limit)
    : state_(std::make_unique<State>(queue_limit)) {
  for (unsigned i = 0; i < threads; ++i) state_->threads.emplace_back([this] { state_->run(); });
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::submit(std::function<void()> work) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->stopping || state_->queue.size() >= state_->queue_limit) return false;
    state_->queue.push_back(std::move(work));
  }
  state_->changed.notify_one();
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  for (std::thread& thread : state_->threads) {
    if (thread.joinable()) thread.join();
  }
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(state_->mutex);
  return state_->queue.size();
}

RouteHandler on_pool(WorkerPool& pool, RouteHandler handler) {
  auto shared = std::make_shared<const RouteHandler>(guarded(std::move(handler)));
  return [&pool, shared](Request request, PathParams params, Responder responder) {
    auto job = std::make_shared<std::pair<Request, PathParams>>(std::move(request), std::move(params));
    const bool taken = pool.submit(
        [shared, job, responder] { (*shared)(std::move(job->first), std::move(job->second), responder); });
    if (taken) return;
    responder.respond(problem_response(
        Error{Errc::overloaded, "Too many requests of this kind are waiting. Try again in a moment."}));
  };
}

}  // namespace runledger::http
