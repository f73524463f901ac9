#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::bench {

// The bytes of a request; `headers` are whole lines without their ends.
std::string request_bytes(std::string_view method, std::string_view target,
                          const std::vector<std::string>& headers, std::string_view body = {});

struct Reply {
  int status = 0;
  std::string body;
};

// Sends one request on a connection of its own and waits for the answer, at most 30 s; not for measuring.
// Errors: unavailable.
Result<Reply> round_trip(std::uint16_t port, const std::string& request);

}  // namespace runledger::bench
