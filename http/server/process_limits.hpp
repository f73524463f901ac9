#pragma once

#include <cstddef>

namespace runledger::http::server {

// Raises the soft limit of open files to the hard one and gives the limit now in force.
std::size_t raise_open_file_limit();

// A client that closes early must not end the process (our own writes do not raise it, Pistache's and
// OpenSSL's may).
void ignore_broken_pipes();

}  // namespace runledger::http::server
