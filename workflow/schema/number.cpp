#include "workflow/schema/number.hpp"

#include <charconv>
#include <cmath>
#include <utility>

namespace runledger::schema {
namespace {

template <class Number>
int order(Number left, Number right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

int compare_integers(const Json& left, const Json& right) {
  if (left.is_int64()) {
    if (right.is_int64()) return order(left.get_int64(), right.get_int64());
    return std::cmp_less(left.get_int64(), right.get_uint64())      ? -1
           : std::cmp_greater(left.get_int64(), right.get_uint64()) ? 1
                                                                    : 0;
  }
  if (right.is_int64()) return -compare_integers(right, left);
  return order(left.get_uint64(), right.get_uint64());
}

// The integer against the double, through the double's floor, which an integer of the same type can hold once
// the ends of the type are ruled out.
template <class Integer>
int compare_with_double(Integer integer, double number) {
  constexpr double kPastEnd = std::is_signed_v<Integer> ? 0x1p63 : 0x1p64;
  constexpr double kLowest = std::is_signed_v<Integer> ? -0x1p63 : 0.0;
  if (!(number < kPastEnd)) return -1;
  if (number < kLowest) return 1;
  const double floor = std::floor(number);
  const int whole = order(integer, static_cast<Integer>(floor));
  return whole == 0 && number > floor ? -1 : whole;
}

int compare_integer_with_double(const Json& integer, double number) {
  return integer.is_int64() ? compare_with_double(integer.get_int64(), number)
                            : compare_with_double(integer.get_uint64(), number);
}

std::uint64_t magnitude(const Json& integer) {
  if (integer.is_uint64()) return integer.get_uint64();
  const std::int64_t value = integer.get_int64();
  return value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

Decimal without_trailing_zeros(Decimal decimal) {
  while (decimal.digits != 0 && decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    ++decimal.exponent;
  }
  return decimal;
}

// 10 * value mod modulus, without overflow; value < modulus.
std::uint64_t times_ten(std::uint64_t value, std::uint64_t modulus) {
  constexpr std::uint64_t kSafe = UINT64_MAX / 10;
  if (value <= kSafe) return value * 10 % modulus;
  std::uint64_t sum = 0;
  for (int i = 0; i < 10; ++i) sum = sum >= modulus - value ? sum - (modulus - value) : sum + value;
  return sum;
}

}  // namespace

bool is_integer(const Json& number) {
  if (!number.is_double()) return true;
  return std::isfinite(number.get_double()) && number.get_double() == std::floor(number.get_double());
}

int compare_numbers(const Json& left, const Json& right) {
  if (left.is_double() && right.is_double()) return order(left.get_double(), right.get_double());
  if (right.is_double()) return compare_integer_with_double(left, right.get_double());
  if (left.is_double()) return -compare_integer_with_double(right, left.get_double());
  return compare_integers(left, right);
}

Decimal decimal_of(const Json& number) {
  if (!number.is_double()) return without_trailing_zeros({magnitude(number), 0});
  char text[32];
  const char* end =
      std::to_chars(text, text + sizeof text, std::fabs(number.get_double()), std::chars_format::scientific)
          .ptr;
  Decimal decimal;
  int decimals = 0;
  bool after_point = false;
  const char* at = text;
  for (; at != end && *at != 'e'; ++at) {
    if (*at == '.') {
      after_point = true;
      continue;
    }
    decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (after_point) ++decimals;
  }
  if (at != end) ++at;                // the 'e'
  if (at != end && *at == '+') ++at;  // from_chars takes no plus
  std::from_chars(at, end, decimal.exponent);
  decimal.exponent -= decimals;
  return without_trailing_zeros(decimal);
}

bool is_multiple(const Json& number, const Decimal& divisor) {
  if (!number.is_double() && divisor.exponent == 0) return magnitude(number) % divisor.digits == 0;
  if (number.is_double() && !std::isfinite(number.get_double())) return false;
  const Decimal dividend = decimal_of(number);
  if (dividend.digits == 0) return true;
  // Its last digit is not 0, so nothing that ends in more zeros than it divides it.
  if (dividend.exponent < divisor.exponent) return false;
  std::uint64_t rest = dividend.digits % divisor.digits;
  for (int i = dividend.exponent; i > divisor.exponent && rest != 0; --i) {
    rest = times_ten(rest, divisor.digits);
  }
  return rest == 0;
}

}  // namespace runledger::schema
