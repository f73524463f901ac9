#pragma once

#include <cstddef>

namespace runledger::expression {

class JqProgram;

// While it lives, what libjq allocates on this thread is bounded. Beyond the soft limit the program is halted
// at its next instruction. Beyond the hard limit (one C function of libjq that builds gigabytes) the thread
// is parked for good, since libjq cannot be left in the middle; its caller stops waiting for it
// (jq_pool.hpp). Not nested.
class JqMemoryLimit {
 public:
  explicit JqMemoryLimit(JqProgram& program);
  ~JqMemoryLimit();
  JqMemoryLimit(const JqMemoryLimit&) = delete;
  JqMemoryLimit& operator=(const JqMemoryLimit&) = delete;

  static constexpr std::size_t kSoftBytes = std::size_t{256} * 1024 * 1024;
  static constexpr std::size_t kHardBytes = std::size_t{384} * 1024 * 1024;
};

}  // namespace runledger::expression
