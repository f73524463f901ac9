#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "http/webhooks/refusal_recorder.hpp"

namespace runledger::http::webhooks {

// A thread that flushes its recorders once a second, and a last time when it ends: so the last refusals of a
// flood, or of an outage, do not wait for the next one. What then still waits is told in the program's log.
class RefusalFlusher {
 public:
  explicit RefusalFlusher(std::vector<std::shared_ptr<RefusalRecorder>> recorders);
  ~RefusalFlusher();

 private:
  std::uint64_t flush() const;
  void flush_until_stopped();

  const std::vector<std::shared_ptr<RefusalRecorder>> recorders_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace runledger::http::webhooks
