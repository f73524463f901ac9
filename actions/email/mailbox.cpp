#include "actions/email/mailbox.hpp"

#include <algorithm>
#include <utility>

#include "actions/call/characters.hpp"
#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxLocalBytes = 64;
constexpr std::size_t kMaxAddressBytes = 254;
constexpr std::size_t kMaxNameBytes = 200;

// Parts between dots, none empty, each of characters for which `allowed` holds.
template <class Allowed>
bool is_dotted(std::string_view text, Allowed allowed) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) { return c == '.' || allowed(c); });
}

// A byte of a UTF-8 character (RFC 6531 §3.3).
bool is_beyond_ascii(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

bool is_local_part(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~";
  return text.size() <= kMaxLocalBytes && is_dotted(text, [&](char c) {
           return is_letter_or_digit(c) || is_beyond_ascii(c) || kMarks.find(c) != std::string_view::npos;
         });
}

bool is_domain(std::string_view text) {
  return is_dotted(text, [](char c) { return is_letter_or_digit(c) || is_beyond_ascii(c) || c == '-'; }) &&
         text.front() != '-' && text.back() != '-';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
  name = name.substr(1, name.size() - 2);
  std::string plain;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '\\' && i + 1 < name.size()) ++i;
    plain += name[i];
  }
  return plain;
}

Error wrong(std::string_view text, const char* problem) {
  return Error{Errc::invalid_input, "e-mail address \"" + shorten(text, 100) + "\" " + problem};
}

}  // namespace

std::string_view Mailbox::domain() const {
  return std::string_view(address).substr(address.rfind('@') + 1);
}

Result<Mailbox> parse_mailbox(std::string_view text) {
  if (has_control(text)) {
    return Error{Errc::invalid_input, "an e-mail address holds a line break or another control character"};
  }
  Mailbox mailbox;
  std::string_view address = trimmed(text);
  if (const auto open = address.rfind('<'); open != std::string_view::npos) {
    if (address.back() != '>') return wrong(text, "lacks the closing >");
    mailbox.name = unquoted(trimmed(address.substr(0, open)));
    address = trimmed(address.substr(open + 1, address.size() - open - 2));
  }
  if (mailbox.name.size() > kMaxNameBytes) return wrong(text, "has a name longer than 200 bytes");
  const auto at = address.rfind('@');
  if (at == std::string_view::npos) return wrong(text, "lacks an @");
  if (address.size() > kMaxAddressBytes) return wrong(text, "is longer than 254 bytes");
  if (!is_local_part(address.substr(0, at)) || !is_domain(address.substr(at + 1))) {
    return wrong(text, "is not of the form name@domain (one address; several are given as a list)");
  }
  mailbox.address = address;
  return mailbox;
}

}  // namespace runledger::actions
