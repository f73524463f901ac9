#include "app/platform/system_clock.hpp"

#include <sys/random.h>

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace runledger::app {

Timestamp SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

namespace {

void fill_from_kernel(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto got = getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      std::perror("getrandom");
      std::abort();
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

// Bytes fetched ahead, so that not each id costs a system call. What was handed out is overwritten.
class Pool {
 public:
  void take(std::span<std::uint8_t> bytes) {
    if (bytes.size() > pool_.size() - used_) {
      fill_from_kernel(pool_);
      used_ = 0;
    }
    const auto from = std::span(pool_).subspan(used_, bytes.size());
    std::copy(from.begin(), from.end(), bytes.begin());
    OPENSSL_cleanse(from.data(), from.size());
    used_ += bytes.size();
  }

 private:
  std::array<std::uint8_t, 1024> pool_{};
  std::size_t used_ = pool_.size();
};

constexpr std::size_t kLargestFromPool = 256;

}  // namespace

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  thread_local Pool pool;
  if (bytes.size() > kLargestFromPool) return fill_from_kernel(bytes);
  pool.take(bytes);
}

}  // namespace runledger::app
