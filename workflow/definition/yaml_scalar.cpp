#include "workflow/definition/yaml_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace runledger::definition {
namespace {

template <std::size_t N>
bool one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return text;
}

std::string quoted(std::string_view text) {
  return "`" + std::string(text.substr(0, 40)) + "`";
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view text) {
  const auto digits = without_sign(text);
  std::size_t at = skip_digits(digits, 0);
  const bool leading = at > 0;
  if (at < digits.size() && digits[at] == '.') {
    const auto fraction = skip_digits(digits, at + 1);
    if (!leading && fraction == at + 1) return false;
    at = fraction;
  } else if (!leading) {
    return false;
  }
  if (at < digits.size() && (digits[at] == 'e' || digits[at] == 'E')) {
    ++at;
    if (at < digits.size() && (digits[at] == '-' || digits[at] == '+')) ++at;
    const auto exponent = skip_digits(digits, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == digits.size();
}

Result<PlainScalar> read_integer(std::string_view text) {
  const auto digits = without_sign(text);
  const std::string number = (text.front() == '-' ? "-" : "") + std::string(digits);
  PlainScalar scalar;
  std::int64_t small = 0;
  std::uint64_t large = 0;
  const char* const end = number.data() + number.size();
  if (std::from_chars(number.data(), end, small).ec == std::errc{}) {
    scalar.value = small;
  } else if (text.front() != '-' && std::from_chars(number.data(), end, large).ec == std::errc{}) {
    scalar.value = large;
  } else {
    return Error{Errc::invalid_input,
                 "the integer " + quoted(text) + " needs more than 64 bits; quote it to keep it as a string"};
  }
  if (digits.size() > 1 && digits.front() == '0') {
    scalar.warning = quoted(text) + " is read as the number " + write_json(scalar.value) +
                     "; quote it to keep the leading zeros";
  }
  return scalar;
}

Result<PlainScalar> read_float(std::string_view text) {
  // from_chars takes what YAML writes, but for a plus sign in front.
  const auto start = text.front() == '+' ? text.substr(1) : text;
  double value = 0;
  const auto [end, status] = std::from_chars(start.data(), start.data() + start.size(), value);
  if (status != std::errc{} || end != start.data() + start.size() || !std::isfinite(value)) {
    return Error{Errc::invalid_input, "the number " + quoted(text) +
                                          " is out of a double's range; quote it to keep it as a string"};
  }
  return PlainScalar{Json(value), ""};
}

bool is_based_integer(std::string_view text) {
  const auto rest = text.size() > 2 ? text.substr(2) : std::string_view{};
  if (rest.empty() || text[0] != '0') return false;
  if (text[1] == 'o') return rest.find_first_not_of("01234567") == std::string_view::npos;
  return text[1] == 'x' && rest.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

Result<PlainScalar> resolve_plain_scalar(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};
  static constexpr std::array<std::string_view, 3> kTrue = {"true", "True", "TRUE"};
  static constexpr std::array<std::string_view, 3> kFalse = {"false", "False", "FALSE"};
  static constexpr std::array<std::string_view, 6> kNotFinite = {".inf", ".Inf", ".INF",
                                                                 ".nan", ".NaN", ".NAN"};
  if (one_of(text, kNull)) return PlainScalar{};
  if (one_of(text, kTrue)) return PlainScalar{Json(true), ""};
  if (one_of(text, kFalse)) return PlainScalar{Json(false), ""};
  if (all_digits(without_sign(text))) return read_integer(text);
  if (is_float(text)) return read_float(text);
  if (one_of(without_sign(text), kNotFinite)) {
    return Error{Errc::invalid_input, quoted(text) + " is no JSON number; quote it if a string is meant"};
  }
  if (is_based_integer(text)) {
    return Error{Errc::invalid_input,
                 quoted(text) + " is an octal or hexadecimal integer: write it in decimal, or quote it"};
  }
  return PlainScalar{Json(boost::json::string(text.data(), text.size())), ""};
}

}  // namespace runledger::definition
