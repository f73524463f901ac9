#include "workflow/base/time.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

namespace runledger {
namespace {

using namespace std::chrono;

// Reads exactly `count` digits at the front of `rest` and drops them; -1 when they are not there.
int take_digits(std::string_view& rest, std::size_t count) {
  if (rest.size() < count) return -1;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (rest[i] < '0' || rest[i] > '9') return -1;
    value = value * 10 + (rest[i] - '0');
  }
  rest.remove_prefix(count);
  return value;
}

bool take(std::string_view& rest, char expected) {
  if (rest.empty() || rest.front() != expected) return false;
  rest.remove_prefix(1);
  return true;
}

Error bad_time(std::string_view text) {
  return {Errc::invalid_input, "'" + std::string(text.substr(0, 40)) +
                                   "' is not an RFC 3339 date-time such as 2026-11-23T14:50:01Z"};
}

Error bad_duration(std::string_view text) {
  return {Errc::invalid_input,
          "'" + std::string(text.substr(0, 40)) +
              "' is not an ISO 8601 duration of days, hours, minutes, seconds, such as PT15M"};
}

// Reads up to nine decimals after a '.', in microseconds; -1 when malformed, 0 when there is no '.'.
int take_fraction_us(std::string_view& rest) {
  if (!take(rest, '.')) return 0;
  int value = 0;
  int digits = 0;
  while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
    if (digits < 6) value = value * 10 + (rest.front() - '0');
    ++digits;
    rest.remove_prefix(1);
  }
  if (digits == 0 || digits > 9) return -1;
  for (int i = digits; i < 6; ++i) value *= 10;
  return value;
}

// Reads "Z" or "+hh:mm" up to the end of the text.
bool take_offset(std::string_view& rest, minutes& offset) {
  if (take(rest, 'Z') || take(rest, 'z')) return rest.empty();
  const bool negative = !rest.empty() && rest.front() == '-';
  if (!take(rest, '+') && !take(rest, '-')) return false;
  const int h = take_digits(rest, 2);
  if (h < 0 || h > 23 || !take(rest, ':')) return false;
  const int m = take_digits(rest, 2);
  if (m < 0 || m > 59 || !rest.empty()) return false;
  offset = minutes((h * 60 + m) * (negative ? -1 : 1));
  return true;
}

// Writes the last `count` decimal digits of `value`, which is not negative, from `at` on.
template <class Number>
void put_digits(std::string& out, std::size_t at, std::size_t count, Number value) {
  for (std::size_t i = at + count; i-- > at; value = static_cast<Number>(value / 10)) {
    out[i] = static_cast<char>('0' + static_cast<char>(value % 10));
  }
}

}  // namespace

std::string format_time(Timestamp time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::string out = "0000-00-00T00:00:00.000000Z";
  put_digits(out, 0, 4, static_cast<int>(date.year()));
  put_digits(out, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(out, 8, 2, static_cast<unsigned>(date.day()));
  put_digits(out, 11, 2, clock.hours().count());
  put_digits(out, 14, 2, clock.minutes().count());
  put_digits(out, 17, 2, clock.seconds().count());
  put_digits(out, 20, 6, clock.subseconds().count());
  return out;
}

Result<Timestamp> parse_time(std::string_view text) {
  std::string_view rest = text;
  const int y = take_digits(rest, 4);
  if (y < 0 || !take(rest, '-')) return bad_time(text);
  const int mo = take_digits(rest, 2);
  if (mo < 0 || !take(rest, '-')) return bad_time(text);
  const int d = take_digits(rest, 2);
  if (d < 0 || !(take(rest, 'T') || take(rest, 't') || take(rest, ' '))) return bad_time(text);
  const int h = take_digits(rest, 2);
  if (h < 0 || h > 23 || !take(rest, ':')) return bad_time(text);
  const int mi = take_digits(rest, 2);
  if (mi < 0 || mi > 59 || !take(rest, ':')) return bad_time(text);
  const int s = take_digits(rest, 2);
  if (s < 0 || s > 60) return bad_time(text);
  const int fraction = take_fraction_us(rest);
  minutes offset{0};
  if (fraction < 0 || !take_offset(rest, offset)) return bad_time(text);
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) return bad_time(text);
  return Timestamp{sys_days{date} + hours{h} + minutes{mi} + seconds{s} + microseconds{fraction} - offset};
}

Result<Milliseconds> parse_duration(std::string_view text) {
  constexpr std::int64_t kLongest_ms = 100LL * 366 * 86'400'000;
  std::string_view rest = text;
  if (!take(rest, 'P') || rest.empty()) return bad_duration(text);
  bool in_time = false;
  std::size_t last_unit = 0;
  constexpr std::string_view kUnits = "WDHMS";  // in the order in which they may appear
  constexpr std::array<std::int64_t, 5> kLength_ms = {604'800'000, 86'400'000, 3'600'000, 60'000, 1'000};
  std::int64_t total_ms = 0;
  while (!rest.empty()) {
    if (take(rest, 'T')) {
      if (in_time || rest.empty()) return bad_duration(text);
      in_time = true;
    }
    std::int64_t whole = 0;
    std::size_t digits = 0;
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9' && digits < 13) {
      whole = whole * 10 + (rest.front() - '0');
      rest.remove_prefix(1);
      ++digits;
    }
    if (digits == 0) return bad_duration(text);
    const bool has_fraction = !rest.empty() && rest.front() == '.';
    const int fraction_us = take_fraction_us(rest);
    if (fraction_us < 0 || rest.empty()) return bad_duration(text);
    const auto unit = kUnits.find(rest.front());
    rest.remove_prefix(1);
    if (unit == std::string_view::npos || unit + 1 <= last_unit) return bad_duration(text);
    if ((unit >= 2) != in_time || (has_fraction && unit != 4)) return bad_duration(text);
    last_unit = unit + 1;
    if (whole > kLongest_ms / kLength_ms[unit]) return bad_duration(text);
    total_ms += whole * kLength_ms[unit] + fraction_us / 1000;
    if (total_ms > kLongest_ms) return bad_duration(text);
  }
  if (last_unit == 0) return bad_duration(text);
  return Milliseconds{total_ms};
}

std::string format_duration(Milliseconds duration) {
  std::int64_t ms = duration.count();
  if (ms <= 0) return "PT0S";
  std::string out = "P";
  const auto put = [&](std::int64_t length_ms, char unit) {
    if (ms >= length_ms) out += std::to_string(ms / length_ms) + unit;
    ms %= length_ms;
  };
  put(86'400'000, 'D');
  if (ms == 0) return out;
  out += 'T';
  put(3'600'000, 'H');
  put(60'000, 'M');
  if (ms > 0) {
    out += std::to_string(ms / 1000);
    if (ms % 1000 != 0) {
      std::string decimals = std::to_string(1000 + ms % 1000).substr(1);
      while (decimals.back() == '0') decimals.pop_back();
      out += '.' + decimals;
    }
    out += 'S';
  }
  return out;
}

}  // namespace runledger
