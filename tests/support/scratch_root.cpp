#include "tests/support/scratch_root.hpp"

#include <unistd.h>

#include <cstdint>
#include <filesystem>

namespace runledger::test {
namespace {

constexpr const char* kInMemory = "/dev/shm";
constexpr std::uintmax_t kEnough_bytes = std::uintmax_t{4} * 1024 * 1024 * 1024;

bool memory_will_do() {
  std::error_code failed;
  const auto space = std::filesystem::space(kInMemory, failed);
  return !failed && space.available >= kEnough_bytes && access(kInMemory, W_OK | X_OK) == 0;
}

}  // namespace

const std::string& scratch_root() {
  static const std::string root = memory_will_do() ? kInMemory : "/tmp";
  return root;
}

}  // namespace runledger::test
