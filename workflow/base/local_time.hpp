#pragma once

#include <chrono>

namespace runledger {

// A time as clocks show it somewhere, without saying where.
using LocalTime = std::chrono::local_seconds;

}  // namespace runledger
