#include <string>
#include <string_view>
#include <vector>

#include "actions/call/encodings.hpp"
#include "actions/email/attachment.hpp"
#include "actions/email/header_text.hpp"

namespace runledger::actions {
namespace {

// "=" is always written as =3D in quoted-printable and followed by the line's end in base64, so that "=_"
// cannot occur in a part.
constexpr std::string_view kBoundary = "=_runledger_alternative";
constexpr std::string_view kOuterBoundary = "=_runledger_mixed";
constexpr std::size_t kMaxEncodedLine = 76;

void append_escaped(char c, std::string& out) {
  out += '=';
  append_hex(c, out);
}

// One line of quoted-printable (RFC 2045 §6.7) with soft breaks; blanks at its end are escaped.
void append_line(std::string_view line, std::string& out) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    const bool blank = c == ' ' || c == '\t';
    const bool plain = (c > 0x20 && c < 0x7f && c != '=') || (blank && !last);
    const std::size_t width = plain ? 1 : 3;
    if (column + width > kMaxEncodedLine - 1) {
      out += "=\r\n";
      column = 0;
    }
    if (plain) {
      out += c;
    } else {
      append_escaped(c, out);
    }
    column += width;
  }
}

// Any of CRLF, LF and CR ends a line.
std::string quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  while (!text.empty()) {
    const auto end = text.find_first_of("\r\n");
    append_line(text.substr(0, end), out);
    if (end == std::string_view::npos) break;
    out += "\r\n";
    const bool pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
    text.remove_prefix(end + (pair ? 2 : 1));
  }
  return out;
}

std::string part(std::string_view subtype, std::string_view body) {
  return "Content-Type: text/" + std::string(subtype) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(body);
}

std::string single(std::string part_text) {
  return part_text.ends_with("\r\n") ? part_text : part_text + "\r\n";
}

// The line break before a delimiter belongs to it (RFC 2046 §5.1.1).
std::string multipart(std::string_view subtype, std::string_view boundary,
                      const std::vector<std::string>& parts) {
  const std::string delimiter = "\r\n--" + std::string(boundary);
  std::string out =
      "Content-Type: multipart/" + std::string(subtype) + "; boundary=\"" + std::string(boundary) + "\"\r\n";
  for (const auto& one : parts) out += delimiter + "\r\n" + one;
  return out + delimiter + "--\r\n";
}

std::string words_of(const EmailMessage& message) {
  if (!message.html) return single(part("plain", message.text.value_or("")));
  if (!message.text) return single(part("html", *message.html));
  return multipart("alternative", kBoundary, {part("plain", *message.text), part("html", *message.html)});
}

std::string body_of(const EmailMessage& message) {
  if (message.attachments.empty()) return words_of(message);
  std::vector<std::string> parts{words_of(message)};
  for (const auto& attachment : message.attachments) parts.push_back(attachment_part(attachment));
  return multipart("mixed", kOuterBoundary, parts);
}

}  // namespace

std::string compose(const EmailMessage& message) {
  std::string out = "Date: " + header_date(message.date) + "\r\n";
  out += "From: " + header_mailboxes({message.from}) + "\r\n";
  if (!message.reply_to.empty()) out += "Reply-To: " + header_mailboxes(message.reply_to) + "\r\n";
  out += "To: " + header_mailboxes(message.to) + "\r\n";
  if (!message.cc.empty()) out += "Cc: " + header_mailboxes(message.cc) + "\r\n";
  out += "Subject: " + header_text(message.subject) + "\r\n";
  out += "Message-ID: <" + message.message_id + ">\r\n";
  // RFC 3834 §5: no auto-replies, please.
  out += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  return out + body_of(message);
}

}  // namespace runledger::actions
