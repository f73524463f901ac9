#include "actions/email/header_text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxPlainBytes = 64;
// An encoded word has at most 75 characters (RFC 2047 §2): 45 bytes are 60 characters of base64, and 12
// around.
constexpr std::size_t kMaxWordBytes = 45;

bool is_plain(std::string_view text) {
  return text.size() <= kMaxPlainBytes && text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; }) &&
         (text.empty() || (text.front() != ' ' && text.back() != ' '));
}

// The longest beginning of at most kMaxWordBytes that ends between two characters.
std::size_t word_length(std::string_view utf8) {
  if (utf8.size() <= kMaxWordBytes) return utf8.size();
  std::size_t length = kMaxWordBytes;
  while (length > kMaxWordBytes - 4 && (static_cast<unsigned char>(utf8[length]) & 0xC0U) == 0x80U) --length;
  return length;
}

std::string encoded_words(std::string_view utf8) {
  std::string words;
  while (!utf8.empty()) {
    const std::size_t length = word_length(utf8);
    if (!words.empty()) words += "\r\n ";
    words += "=?UTF-8?B?" + to_base64(utf8.substr(0, length)) + "?=";
    utf8.remove_prefix(length);
  }
  return words;
}

std::string quoted_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string header_text(std::string_view utf8) {
  return is_plain(utf8) ? std::string(utf8) : encoded_words(utf8);
}

std::string header_mailboxes(const std::vector<Mailbox>& mailboxes) {
  std::string text;
  for (const Mailbox& mailbox : mailboxes) {
    if (!text.empty()) text += ",\r\n ";
    if (mailbox.name.empty()) {
      text += mailbox.address;
      continue;
    }
    text += is_plain(mailbox.name) ? quoted_string(mailbox.name) : encoded_words(mailbox.name);
    text += (mailbox.name.size() + mailbox.address.size() > 40 ? "\r\n <" : " <") + mailbox.address + ">";
  }
  return text;
}

std::string header_date(Timestamp time) {
  using std::chrono::floor;
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(floor<std::chrono::seconds>(time - day));
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

}  // namespace runledger::actions
