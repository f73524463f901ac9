#include "workflow/schema/format.hpp"
#include "workflow/schema/uri.hpp"

namespace runledger::schema {
namespace {

constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxHostname = 253;
constexpr std::size_t kMaxLocalPart = 64;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool is_label(std::string_view label, bool international) {
  if (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-') return false;
  for (const char c : label) {
    if (!is_letter_or_digit(c) && c != '-' && !(international && !is_ascii(c))) return false;
  }
  // RFC 5891 §4.2.3.1: "--" in the third and fourth place marks an encoded label; "xn--" is the only one
  // there is.
  if (label.size() < 4 || label.substr(2, 2) != "--") return true;
  const bool encoded = (label[0] == 'x' || label[0] == 'X') && (label[1] == 'n' || label[1] == 'N');
  return encoded && label.size() > 4;
}

bool is_domain(std::string_view text, bool international) {
  if (text.size() > kMaxHostname) return false;
  while (true) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot), international)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

// RFC 5322 §3.2.3 atext, and what RFC 6531 adds.
bool is_atom_character(char c, bool international) {
  if (!is_ascii(c)) return international;
  return is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text, bool international) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.' ? text[i - 1] == '.' : !is_atom_character(text[i], international)) return false;
  }
  return true;
}

// RFC 5321 §4.1.2 Quoted-string; `text` has both quotes.
bool is_quoted_local_part(std::string_view text, bool international) {
  bool escaped = false;
  for (const char c : text.substr(1, text.size() - 2)) {
    if (is_ascii(c) ? c < 0x20 || c == 0x7F : !international) return false;
    if (c == '"' && !escaped) return false;
    escaped = c == '\\' && !escaped;
  }
  return !escaped;
}

bool is_mail_domain(std::string_view text, bool international) {
  if (!text.starts_with('[')) return is_domain(text, international);
  if (!text.ends_with(']')) return false;
  const std::string_view literal = text.substr(1, text.size() - 2);
  return literal.starts_with("IPv6:") ? is_ipv6(literal.substr(5)) : is_ipv4(literal);
}

bool is_mailbox(std::string_view text, bool international) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > kMaxLocalPart) return false;
  const std::string_view local = text.substr(0, at);
  const bool quoted = local.size() >= 2 && local.front() == '"' && local.back() == '"';
  return (quoted ? is_quoted_local_part(local, international) : is_dot_atom(local, international)) &&
         is_mail_domain(text.substr(at + 1), international);
}

// "0".."255" without leading zeros.
bool is_octet(std::string_view text) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0')) return false;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  return value <= 255;
}

bool is_hex_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return false;
  for (const char c : text) {
    if (hex_digit(c) < 0) return false;
  }
  return true;
}

// The number of 16-bit groups that "a:b:c" stands for, or -1. A dotted quad may end it and counts as two.
int count_groups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  int groups = 0;
  while (groups <= 8) {
    const auto colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    const bool last = colon == std::string_view::npos;
    if (last && may_end_in_ipv4 && is_ipv4(group)) return groups + 2;
    if (!is_hex_group(group)) return -1;
    ++groups;
    if (last) return groups;
    text.remove_prefix(colon + 1);
  }
  return -1;
}

}  // namespace

bool is_hostname(std::string_view text) {
  return is_domain(text, false);
}

bool is_email(std::string_view text) {
  return is_mailbox(text, false);
}

bool is_idn_email(std::string_view text) {
  return is_mailbox(text, true);
}

bool is_ipv4(std::string_view text) {
  for (int i = 0; i < 3; ++i) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos || !is_octet(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return is_octet(text);
}

bool is_ipv6(std::string_view text) {
  const auto gap = text.find("::");
  if (gap == std::string_view::npos) return count_groups(text, true) == 8;
  const int before = count_groups(text.substr(0, gap), false);
  const int after = count_groups(text.substr(gap + 2), true);
  return before >= 0 && after >= 0 && before + after <= 7;
}

}  // namespace runledger::schema
