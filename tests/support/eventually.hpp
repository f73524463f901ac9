#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace runledger::test {

// Asks again and again until the condition holds, at most `limit`. For what happens soon but not at once; the
// limit only matters when the test fails.
inline bool eventually(const std::function<bool()>& condition,
                       std::chrono::milliseconds limit = std::chrono::seconds(30)) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace runledger::test
