#include "http/server/request_ids.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace runledger::http::server {
namespace {

constexpr std::size_t kRandomBytes = 10;
// getrandom gives up to 256 bytes at once without being interrupted (getrandom(2)).
constexpr std::size_t kBatch = 25 * kRandomBytes;

std::array<std::uint8_t, kRandomBytes> random_bytes() {
  thread_local std::array<std::uint8_t, kBatch> pool{};
  thread_local std::size_t used = kBatch;
  if (used == kBatch) {
    if (::getrandom(pool.data(), pool.size(), 0) != static_cast<ssize_t>(pool.size())) {
      std::fputs("runledger: the kernel gives no random bytes\n", stderr);
      std::abort();
    }
    used = 0;
  }
  std::array<std::uint8_t, kRandomBytes> bytes{};
  std::copy_n(pool.begin() + static_cast<std::ptrdiff_t>(used), kRandomBytes, bytes.begin());
  used += kRandomBytes;
  return bytes;
}

}  // namespace

RequestId new_request_id() {
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  return RequestId{make_uuid_v7(now, random_bytes())};
}

}  // namespace runledger::http::server
