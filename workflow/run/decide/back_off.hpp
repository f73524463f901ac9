#pragma once

#include "workflow/run/decide/scope.hpp"

namespace runledger::run {

// How long to wait before repetition number `retry` (1 for the first): the policy's delay grown by its
// back-off, at most maxDelay, plus jitter drawn from `random`. Never more than 100 years. Errors: those of
// computed durations.
Result<Milliseconds> delay_before(const definition::RetryPolicy& policy, std::uint32_t retry,
                                  const Scope& scope, const Json& input, std::uint64_t random);

}  // namespace runledger::run
