#pragma once

#include <compare>
#include <optional>
#include <string>

#include "workflow/base/json.hpp"

namespace runledger::expression {

// Arithmetic on JSON numbers: exact while both are integers and the result fits 64 bits (signed or unsigned),
// else in doubles as jq does. Whole results up to 2^53 are integers again, so that 1.5 + 1.5 is 3. Infinite
// results and NaN are nullopt. Both arguments must be numbers.
std::optional<Json> sum(const Json& left, const Json& right);
std::optional<Json> difference(const Json& left, const Json& right);
std::optional<Json> product(const Json& left, const Json& right);
// The divisor must not be zero.
std::optional<Json> quotient(const Json& left, const Json& right);
// Both are cut to whole numbers first; the sign is the left one's. nullopt when the divisor is cut to zero.
std::optional<Json> remainder(const Json& left, const Json& right);
std::optional<Json> rounded_down(const Json& number);

// Exact also between integers and doubles.
std::strong_ordering compare_numbers(const Json& left, const Json& right);

double as_double(const Json& number);
// A finite double as jq would keep it: an integer when whole and at most 2^53; -0.0 becomes 0.
Json from_double(double value);

// The number as jq 1.6 writes it: 3 for 3.0, 1e-05, 1e+17; 64-bit integers exactly.
void put_number(const Json& number, std::string& out);

}  // namespace runledger::expression
