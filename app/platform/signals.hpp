#pragma once

#include <chrono>

namespace runledger::app {

// SIGINT and SIGTERM as something to wait for. Make it on the main thread before any other thread starts:
// they inherit the blocked signals, so that none of them is killed.
class StopSignals {
 public:
  StopSignals();
  // Blocks until one arrives; from then on a second one ends the process at once.
  void wait();
  // The same for at most `time`; false when none arrived.
  bool wait_for(std::chrono::milliseconds time);
};

}  // namespace runledger::app
