#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::bench {

// What to send: the same request again and again, each connection its next one as soon as the last is
// answered.
struct Load {
  std::uint16_t port = 0;
  std::string request;
  int connections = 1;
  int expected_status = 200;
  double seconds = 5;        // no new request after this time
  std::size_t requests = 0;  // nor after this many; 0: as many as fit
};

struct LoadResult {
  std::vector<double> latencies_ms;  // of every answer, sorted
  double seconds = 0;                // from the first request to the last answer

  double per_second() const { return static_cast<double>(latencies_ms.size()) / seconds; }
  // The latency that `fraction` of the answers did not exceed; 0 without answers.
  double percentile_ms(double fraction) const;
};

// A closed loop on one thread: epoll, kept connections, every latency kept exactly. Errors: unavailable when
// an answer has another status than the expected one (the number would mean nothing), a connection breaks, or
// nothing is answered for 60 s.
Result<LoadResult> run_load(const Load& load);

}  // namespace runledger::bench
