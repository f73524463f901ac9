#include "workflow/schedule/cron.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>
#include <vector>

namespace runledger::schedule {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr std::size_t kMaxText = 200;
constexpr int kYears = 9;  // 29 February is at most eight years away

constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdays = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr std::pair<std::string_view, std::string_view> kShorthands[] = {
    {"@hourly", "0 * * * *"},  {"@daily", "0 0 * * *"},  {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
    {"@monthly", "0 0 1 * *"}, {"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}};

struct Field {
  std::string_view name;
  int least, most;
  const std::string_view* names = nullptr;  // of least, least + 1, ...
  int named = 0;
};
constexpr Field kFields[] = {{"minute", 0, 59},
                             {"hour", 0, 23},
                             {"day of month", 1, 31},
                             {"month", 1, 12, kMonths.data(), 12},
                             {"day of week", 0, 7, kWeekdays.data(), 7}};

Error wrong(const Field& field, std::string_view part) {
  std::string what = std::to_string(field.least) + " to " + std::to_string(field.most);
  if (field.names != nullptr)
    what += " or " + std::string(field.names[0]) + " to " + std::string(field.names[field.named - 1]);
  return {Errc::invalid_input, "the " + std::string(field.name) + " '" + std::string(part.substr(0, 40)) +
                                   "' of a cron expression must be `*`, or values of " + what +
                                   ", ranges (1-5), lists (1,3) or steps (*/15)"};
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<int> value_of(const Field& field, std::string_view text) {
  for (int i = 0; i < field.named; ++i) {
    const bool same =
        std::equal(text.begin(), text.end(), field.names[i].begin(), field.names[i].end(),
                   [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; });
    if (same) return field.least + i;
  }
  const auto value = whole_number(text);
  if (!value || *value < field.least || *value > field.most) return std::nullopt;
  return value;
}

// "*", "5", "1-5", "*/15", "10-40/10", "5/10"
template <class Bits>
bool add_part(const Field& field, std::string_view part, Bits& bits) {
  int step = 1;
  const auto slash = part.find('/');
  if (slash != std::string_view::npos) {
    const auto number = whole_number(part.substr(slash + 1));
    if (!number || *number < 1 || *number > field.most) return false;
    step = *number;
    part = part.substr(0, slash);
  }
  int first = field.least, last = field.most;
  if (part != "*") {
    const auto dash = part.find('-');
    const auto from = value_of(field, part.substr(0, dash));
    if (!from) return false;
    first = *from;
    if (dash != std::string_view::npos) {
      const auto to = value_of(field, part.substr(dash + 1));
      if (!to || *to < first) return false;
      last = *to;
    } else if (slash == std::string_view::npos) {
      last = first;
    }
  }
  for (int value = first; value <= last; value += step) bits.set(static_cast<std::size_t>(value));
  return true;
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(by);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <class Bits>
Result<Done> read_field(const Field& field, std::string_view text, Bits& bits) {
  for (const auto part : split(text, ',')) {
    if (!add_part(field, part, bits)) return wrong(field, text);
  }
  return Done{};
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const auto word : split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
  if (text.size() > kMaxText)
    return Error{Errc::invalid_input, "a cron expression has at most 200 characters"};
  Cron cron;
  cron.text_ = text;
  for (const auto& [shorthand, meaning] : kShorthands) {
    if (text == shorthand) text = meaning;
  }
  const auto words = words_of(text);
  if (words.size() != std::size(kFields)) {
    return Error{Errc::invalid_input,
                 "a cron expression has 5 fields (minute, hour, day of month, month, day of week), such as "
                 "'30 8 * * MON-FRI', not " +
                     std::to_string(words.size())};
  }
  std::bitset<8> weekdays;  // 7 is Sunday, too
  for (const auto& done :
       {read_field(kFields[0], words[0], cron.minutes_), read_field(kFields[1], words[1], cron.hours_),
        read_field(kFields[2], words[2], cron.days_), read_field(kFields[3], words[3], cron.months_),
        read_field(kFields[4], words[4], weekdays)}) {
    if (!done) return done.error();
  }
  if (weekdays[7]) weekdays.set(0);
  for (std::size_t day = 0; day < 7; ++day) cron.weekdays_[day] = weekdays[day];
  cron.any_day_ = words[2].starts_with('*');
  cron.any_weekday_ = words[4].starts_with('*');
  if (!cron.next_after(LocalTime{})) {
    return Error{Errc::invalid_input,
                 "the cron expression '" + cron.text_ + "' never comes: no month has that day"};
  }
  return cron;
}

bool Cron::fits(year_month_day day) const {
  if (!months_[static_cast<unsigned>(day.month())]) return false;
  const bool day_fits = days_[static_cast<unsigned>(day.day())];
  const bool weekday_fits = weekdays_[std::chrono::weekday(std::chrono::local_days(day)).c_encoding()];
  // A star restricts nothing; a star with a step restricts, but as in crontab(5) both must fit then.
  return any_day_ || any_weekday_ ? day_fits && weekday_fits : day_fits || weekday_fits;
}

std::optional<LocalTime> Cron::next_after(LocalTime time) const {
  time = std::chrono::floor<std::chrono::minutes>(time) + std::chrono::minutes(1);
  auto day = std::chrono::floor<days>(time);
  const auto last = day + days(366 * kYears);
  auto from = std::chrono::duration_cast<std::chrono::minutes>(time - day);
  for (; day < last; day += days(1), from = std::chrono::minutes(0)) {
    if (!fits(year_month_day(day))) continue;
    for (auto minute = from; minute < days(1); ++minute) {
      const auto count = static_cast<std::size_t>(minute.count());
      if (!hours_[count / 60]) {
        minute = std::chrono::minutes((count / 60 + 1) * 60 - 1);
      } else if (minutes_[count % 60]) {
        return day + minute;
      }
    }
  }
  return std::nullopt;
}

}  // namespace runledger::schedule
