#include "workflow/run/decide/back_off.hpp"

#include <algorithm>
#include <cmath>

#include "workflow/run/decide/limits.hpp"

namespace runledger::run {
namespace {

using Backoff = definition::RetryPolicy::Backoff;

// Doubles hold every length up to 100 years exactly and do not overflow.
Milliseconds bounded(double length_ms, Milliseconds longest) {
  return Milliseconds(static_cast<std::int64_t>(std::min(length_ms, static_cast<double>(longest.count()))));
}

Result<double> grown(const definition::RetryPolicy& policy, std::uint32_t retry, const Scope& scope,
                     const Json& input) {
  auto delay = scope.duration(policy.delay, input);
  if (!delay) return std::move(delay).error();
  const auto base = static_cast<double>(delay->count());
  switch (policy.backoff) {
    case Backoff::constant:
      return base;
    case Backoff::linear: {
      if (!policy.linear_increment) return base * retry;
      auto increment = scope.duration(*policy.linear_increment, input);
      if (!increment) return std::move(increment).error();
      return base + static_cast<double>(increment->count()) * (retry - 1);
    }
    case Backoff::exponential:
      return base == 0 ? 0 : base * std::pow(policy.multiplier, retry - 1);
  }
  return base;
}

Result<Milliseconds> jitter(const definition::RetryPolicy& policy, const Scope& scope, const Json& input,
                            std::uint64_t random) {
  if (!policy.jitter) return Milliseconds(0);
  auto from = scope.duration(policy.jitter->first, input);
  if (!from) return from;
  auto to = scope.duration(policy.jitter->second, input);
  if (!to || *to <= *from) return from;
  const auto choices = static_cast<std::uint64_t>((*to - *from).count()) + 1;
  return *from + Milliseconds(static_cast<std::int64_t>(random % choices));
}

}  // namespace

Result<Milliseconds> delay_before(const definition::RetryPolicy& policy, std::uint32_t retry,
                                  const Scope& scope, const Json& input, std::uint64_t random) {
  Milliseconds longest = kMaxDuration;
  if (policy.max_delay) {
    auto limit = scope.duration(*policy.max_delay, input);
    if (!limit) return limit;
    longest = *limit;
  }
  auto delay = grown(policy, retry, scope, input);
  if (!delay) return std::move(delay).error();
  auto extra = jitter(policy, scope, input, random);
  if (!extra) return extra;
  return bounded(*delay, longest) + *extra;
}

}  // namespace runledger::run
