#include "http/webhooks/refusal_flusher.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <utility>

namespace runledger::http::webhooks {

RefusalFlusher::RefusalFlusher(std::vector<std::shared_ptr<RefusalRecorder>> recorders)
    : recorders_(std::move(recorders)), thread_([this] { flush_until_stopped(); }) {}

RefusalFlusher::~RefusalFlusher() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_all();
  thread_.join();
  if (const auto lost = flush(); lost > 0) {
    spdlog::warn("webhook_refusals_unrecorded at_most={} because the engine stops", lost);
  }
}

std::uint64_t RefusalFlusher::flush() const {
  std::uint64_t waiting = 0;
  for (const auto& recorder : recorders_) waiting += recorder->flush();
  return waiting;
}

void RefusalFlusher::flush_until_stopped() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopped_; })) {
    lock.unlock();
    try {
      flush();
    } catch (const std::exception& failure) {  // no memory, say: the next time
      spdlog::error("webhook_refusals_flush_failed {}", failure.what());
    }
    lock.lock();
  }
}

}  // namespace runledger::http::webhooks
