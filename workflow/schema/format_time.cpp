#include <chrono>

#include "workflow/schema/format.hpp"

namespace runledger::schema {
namespace {

// Reads a text from its front, piece by piece. A piece that is not there sets `good` to false for ever.
struct Scanner {
  std::string_view rest;
  bool good = true;

  int digits(std::size_t count) {
    if (rest.size() < count) return fail();
    int value = 0;
    for (const char c : rest.substr(0, count)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest.remove_prefix(count);
    return value;
  }
  bool accept(std::string_view one_of) {
    if (rest.empty() || one_of.find(rest.front()) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(std::string_view one_of) {
    if (!accept(one_of)) fail();
  }
  // Reads digits up to the next other character; false when there is none.
  bool skip_digits() {
    const auto end = rest.find_first_not_of("0123456789");
    const auto count = end == std::string_view::npos ? rest.size() : end;
    rest.remove_prefix(count);
    return count > 0;
  }
  int fail() {
    good = false;
    return 0;
  }
};

void scan_date(Scanner& in) {
  using namespace std::chrono;
  const int y = in.digits(4);
  in.expect("-");
  const int m = in.digits(2);
  in.expect("-");
  const int d = in.digits(2);
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) in.fail();
}

void scan_time(Scanner& in) {
  const int hour = in.digits(2);
  in.expect(":");
  const int minute = in.digits(2);
  in.expect(":");
  const int second = in.digits(2);
  if (in.accept(".") && !in.skip_digits()) in.fail();
  int offset_minutes = 0;
  if (!in.accept("Zz")) {
    const bool west = in.rest.starts_with('-');
    in.expect("+-");
    const int hours = in.digits(2);
    in.expect(":");
    const int minutes = in.digits(2);
    if (hours > 23 || minutes > 59) in.fail();
    offset_minutes = (hours * 60 + minutes) * (west ? -1 : 1);
  }
  if (hour > 23 || minute > 59 || second > 60) in.fail();
  // A leap second is the last second of a day in UTC (RFC 3339 §5.7).
  constexpr int kDayMinutes = 24 * 60;
  const int utc_minute = (hour * 60 + minute - offset_minutes + 2 * kDayMinutes) % kDayMinutes;
  if (second == 60 && utc_minute != kDayMinutes - 1) in.fail();
}

// One or more of `units`, in their order and without a gap: "1H30M" but not "1H30S" (RFC 3339 appendix A).
bool scan_amounts(Scanner& in, std::string_view units) {
  std::size_t next = std::string_view::npos;
  while (in.good && !in.rest.empty() && in.rest.front() != 'T') {
    if (!in.skip_digits() || in.rest.empty()) return false;
    const auto unit = units.find(in.rest.front());
    if (unit == std::string_view::npos || (next != std::string_view::npos && unit != next)) return false;
    in.rest.remove_prefix(1);
    next = unit + 1;
  }
  return next != std::string_view::npos;
}

}  // namespace

bool is_date(std::string_view text) {
  Scanner in{text};
  scan_date(in);
  return in.good && in.rest.empty();
}

bool is_time(std::string_view text) {
  Scanner in{text};
  scan_time(in);
  return in.good && in.rest.empty();
}

bool is_date_time(std::string_view text) {
  Scanner in{text};
  scan_date(in);
  in.expect("Tt");
  scan_time(in);
  return in.good && in.rest.empty();
}

bool is_duration(std::string_view text) {
  Scanner in{text};
  in.expect("P");
  if (!in.good) return false;
  if (text.ends_with('W')) return in.skip_digits() && in.rest == "W";
  const bool has_date = !in.rest.starts_with('T');
  if (has_date && !scan_amounts(in, "YMD")) return false;
  if (!in.accept("T")) return has_date && in.rest.empty();
  return scan_amounts(in, "HMS") && in.rest.empty();
}

}  // namespace runledger::schema
