#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger {

// A point in UTC time, to the microsecond: what PostgreSQL's timestamptz holds, so nothing is lost on the
// way.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
using Milliseconds = std::chrono::milliseconds;

// RFC 3339 in UTC with six decimals: "2026-11-23T14:50:01.000000Z". One form only, so that equal times give
// equal bytes.
std::string format_time(Timestamp time);
// Reads RFC 3339 §5.6 date-time with any offset and 0 to 9 decimals (digits past the sixth are cut off).
Result<Timestamp> parse_time(std::string_view text);

// Reads an ISO 8601 duration ("P1DT2H", "PT0.5S", weeks allowed). Years and months are refused: their length
// is not fixed. Negative and over-long (> 100 years) durations are refused.
Result<Milliseconds> parse_duration(std::string_view text);
// "PT1H30M0.5S"; "PT0S" for zero.
std::string format_duration(Milliseconds duration);

}  // namespace runledger
