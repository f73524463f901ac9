#pragma once

#include <cstdint>
#include <optional>

namespace runledger::http::server {

// Pistache keeps its listening descriptor to itself and can only stop everything at once. For a drain,
// accepting must stop while the workers go on, and its backlog of 128 is too short for a burst.

// The descriptor of this process that listens on TCP `port`.
std::optional<int> find_listening_socket(std::uint16_t port);

// Puts an idle socket in the descriptor's place: new clients are refused by the kernel from now on, and the
// owner may still close the number.
void stop_listening(int fd);

}  // namespace runledger::http::server
