#include "workflow/expression/numbers.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace runledger::expression {
namespace {

__extension__ using Wide = __int128;  // holds every sum, difference and product of two 64-bit integers

constexpr double kExactDoubles = 9007199254740992.0;  // 2^53

bool is_integer(const Json& number) {
  return !number.is_double();
}

Wide as_wide(const Json& integer) {
  return integer.is_int64() ? Wide{integer.get_int64()} : Wide{integer.get_uint64()};
}

std::optional<Json> finite(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  return from_double(value);
}

std::optional<Json> from_wide(Wide value) {
  if (value >= std::numeric_limits<std::int64_t>::min() &&
      value <= std::numeric_limits<std::int64_t>::max()) {
    return Json(static_cast<std::int64_t>(value));
  }
  if (value >= 0 && value <= std::numeric_limits<std::uint64_t>::max()) {
    return Json(static_cast<std::uint64_t>(value));
  }
  return finite(static_cast<double>(value));
}

// A number cut to a whole one, held within 64 bits.
Wide cut(const Json& number) {
  if (is_integer(number)) return as_wide(number);
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  const double value = number.get_double();
  if (value >= kLimit) return std::numeric_limits<std::int64_t>::max();
  if (value < -kLimit) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(value);
}

// Digits and decimal point of the shortest form: 0.<digits> * 10^point.
struct Shortest {
  char digits[32];
  int count = 0;
  int point = 0;
};

Shortest shortest(double magnitude) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr;
  Shortest result;
  const char* at = text;
  for (; at != end && *at != 'e'; ++at) {
    if (*at != '.') result.digits[result.count++] = *at;
  }
  int exponent = 0;
  if (at != end) std::from_chars(at + (at[1] == '+' ? 2 : 1), end, exponent);
  while (result.count > 1 && result.digits[result.count - 1] == '0') --result.count;
  result.point = exponent + 1;
  return result;
}

void put_exponent(int exponent, std::string& out) {
  out += exponent < 0 ? "e-" : "e+";
  const int magnitude = std::abs(exponent);
  if (magnitude < 10) out.push_back('0');
  out += std::to_string(magnitude);
}

void put_double(double value, std::string& out) {
  if (value == 0) {
    out += std::signbit(value) ? "-0" : "0";
    return;
  }
  if (value < 0) out.push_back('-');
  const auto form = shortest(std::fabs(value));
  const std::string_view digits(form.digits, static_cast<std::size_t>(form.count));
  // The thresholds of jq's own writer (David Gay's g_fmt with a wider plain range).
  if (form.point <= -4 || form.point > form.count + 15) {
    out.push_back(digits[0]);
    if (digits.size() > 1) {
      out.push_back('.');
      out += digits.substr(1);
    }
    put_exponent(form.point - 1, out);
  } else if (form.point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-form.point), '0');
    out += digits;
  } else {
    const auto whole = static_cast<std::size_t>(form.point);
    out += digits.substr(0, whole);
    if (digits.size() > whole) {
      out.push_back('.');
      out += digits.substr(whole);
    } else {
      out.append(whole - digits.size(), '0');
    }
  }
}

}  // namespace

double as_double(const Json& number) {
  if (number.is_double()) return number.get_double();
  return number.is_int64() ? static_cast<double>(number.get_int64())
                           : static_cast<double>(number.get_uint64());
}

Json from_double(double value) {
  if (std::fabs(value) <= kExactDoubles && value == std::trunc(value)) {
    return Json(static_cast<std::int64_t>(value));
  }
  return Json(value);
}

std::optional<Json> sum(const Json& left, const Json& right) {
  if (is_integer(left) && is_integer(right)) return from_wide(as_wide(left) + as_wide(right));
  return finite(as_double(left) + as_double(right));
}

std::optional<Json> difference(const Json& left, const Json& right) {
  if (is_integer(left) && is_integer(right)) return from_wide(as_wide(left) - as_wide(right));
  return finite(as_double(left) - as_double(right));
}

std::optional<Json> product(const Json& left, const Json& right) {
  Wide exact = 0;
  if (is_integer(left) && is_integer(right) &&
      !__builtin_mul_overflow(as_wide(left), as_wide(right), &exact)) {
    return from_wide(exact);
  }
  return finite(as_double(left) * as_double(right));
}

std::optional<Json> quotient(const Json& left, const Json& right) {
  if (is_integer(left) && is_integer(right) && as_wide(left) % as_wide(right) == 0) {
    return from_wide(as_wide(left) / as_wide(right));
  }
  return finite(as_double(left) / as_double(right));
}

std::optional<Json> remainder(const Json& left, const Json& right) {
  const Wide divisor = cut(right);
  if (divisor == 0) return std::nullopt;
  return from_wide(cut(left) % divisor);
}

std::optional<Json> rounded_down(const Json& number) {
  if (is_integer(number)) return number;
  return finite(std::floor(number.get_double()));
}

std::strong_ordering compare_numbers(const Json& left, const Json& right) {
  if (is_integer(left) && is_integer(right)) return as_wide(left) <=> as_wide(right);
  static_assert(std::numeric_limits<long double>::digits >= 64, "a long double must hold 64-bit integers");
  const auto exact = [](const Json& number) -> long double {
    if (number.is_double()) return number.get_double();
    return number.is_int64() ? static_cast<long double>(number.get_int64())
                             : static_cast<long double>(number.get_uint64());
  };
  const auto order = exact(left) <=> exact(right);
  if (order < 0) return std::strong_ordering::less;
  return order > 0 ? std::strong_ordering::greater : std::strong_ordering::equal;
}

void put_number(const Json& number, std::string& out) {
  if (number.is_int64()) {
    out += std::to_string(number.get_int64());
  } else if (number.is_uint64()) {
    out += std::to_string(number.get_uint64());
  } else {
    put_double(number.get_double(), out);
  }
}

}  // namespace runledger::expression
