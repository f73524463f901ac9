#pragma once

#include <cstdint>
#include <optional>

#include "workflow/base/json.hpp"

// Exact arithmetic on JSON numbers, whichever of Boost.JSON's three kinds holds them. Every argument must be
// a number; NaN counts as larger than all.
namespace runledger::schema {

// Whether the number has no fraction: 1, 1.0, 1e300.
bool is_integer(const Json& number);

// -1, 0 or 1, as `left` is less than, equal to or greater than `right`. Never rounds.
int compare_numbers(const Json& left, const Json& right);

// A divisor, taken apart once: its shortest decimal digits without trailing zeros, times 10^exponent.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};
Decimal decimal_of(const Json& number);  // of the magnitude
// Whether `number` is an integral multiple of `divisor`, in decimal: 0.3 is a multiple of 0.1, although no
// double says so. `divisor.digits` must not be 0.
bool is_multiple(const Json& number, const Decimal& divisor);

}  // namespace runledger::schema
