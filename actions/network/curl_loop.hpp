#pragma once

#include <cstddef>
#include <memory>

#include "actions/network/transfer.hpp"

namespace runledger::actions {

struct CurlLoopLimits {
  std::size_t transfers = 256;
  std::size_t transfers_per_host = 64;
};

// All HTTP and SMTP conversations on one thread: libcurl's multi interface, which keeps connections open for
// the next call. Asleep when there is nothing to do.
class CurlLoop {
 public:
  explicit CurlLoop(const CurlLoopLimits& limits);
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;
  ~CurlLoop();

  // Thread-safe, returns at once. Begins when its host and the loop have room; timed out when that is not
  // before its deadline. After stop: abandoned on the caller's thread.
  void submit(std::unique_ptr<Transfer> transfer);
  // Gives up on the transfers that are withdrawn, waiting or under way. Thread-safe, returns at once.
  void drop_withdrawn();
  // Abandons all transfers and ends the thread.
  void stop();

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace runledger::actions
