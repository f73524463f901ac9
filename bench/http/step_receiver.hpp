#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "workflow/base/result.hpp"

namespace runledger::bench {

// What the measured workflows' HTTP steps call: answers every request at once with 200 and a small JSON
// document, over kept connections, on one thread of its own.
class StepReceiver {
 public:
  // Errors: unavailable.
  static Result<std::unique_ptr<StepReceiver>> start();
  ~StepReceiver();
  StepReceiver(const StepReceiver&) = delete;
  StepReceiver& operator=(const StepReceiver&) = delete;

  // "http://127.0.0.1:<port>"
  std::string url() const;
  std::uint64_t requests() const { return requests_.load(); }

 private:
  class Loop;
  StepReceiver() = default;
  std::unique_ptr<Loop> loop_;
  std::atomic<std::uint64_t> requests_{0};
  std::thread thread_;
};

}  // namespace runledger::bench
