#pragma once

#include <cstddef>
#include <cstdint>

#include "workflow/base/time.hpp"

// What one run may use. Every bound has an error of its own that names it.
namespace runledger::run {

// One decision is one append. Only what cannot be taken apart comes near: see RunLimits.
inline constexpr std::size_t kMaxEventsPerDecision = 10'000;
inline constexpr std::size_t kMaxBytesPerDecision = 64 * 1024 * 1024;
// Of one `for`. Each round is at least one event.
inline constexpr std::size_t kMaxItems = 100'000;
// Of one try, when its policy sets no limit.
inline constexpr std::uint32_t kMaxRetries = 10'000;

// Runs above a run that another one asked for: a workflow that runs itself ends here.
inline constexpr std::uint32_t kMaxDepth = 10;

inline constexpr std::size_t kMaxDocumentBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kMaxDocumentDepth = 64;  // as JsonLimits: what is kept must be readable again
inline constexpr std::size_t kMaxErrorTextBytes = 4 * 1024;
inline constexpr std::size_t kMaxErrorResponseBytes = 64 * 1024;
inline constexpr Milliseconds kMaxDuration{100LL * 366 * 86'400'000};  // as parse_duration

}  // namespace runledger::run
