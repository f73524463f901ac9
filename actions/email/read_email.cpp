#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/characters.hpp"
#include "actions/call/encodings.hpp"
#include "actions/email/attachment.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxRecipients = 100;
constexpr std::size_t kMaxSubjectBytes = 4 * 998;
constexpr std::size_t kMaxBodyBytes = 8 * 1024 * 1024;
constexpr std::size_t kMaxIdBytes = 250;

Result<std::vector<Mailbox>> read_mailboxes(const JsonObject& arguments, std::string_view name) {
  const Result<std::vector<std::string>> texts = text_list(arguments, name);
  if (!texts) return texts.error();
  if (texts->size() > kMaxRecipients) {
    return Error{Errc::limit_exceeded, "`" + std::string(name) + "` holds more than " +
                                           std::to_string(kMaxRecipients) + " addresses"};
  }
  std::vector<Mailbox> mailboxes;
  for (const std::string& text : *texts) {
    Result<Mailbox> mailbox = parse_mailbox(text);
    if (!mailbox)
      return Error{mailbox.error().code, "`" + std::string(name) + "`: " + mailbox.error().message};
    mailboxes.push_back(*std::move(mailbox));
  }
  return mailboxes;
}

Result<Mailbox> read_from(const JsonObject& arguments, const std::optional<std::string>& default_from) {
  Result<std::optional<std::string>> given = optional_text(arguments, "from");
  if (!given) return std::move(given).error();
  const std::optional<std::string>& text = *given ? *given : default_from;
  if (!text) return Error{Errc::invalid_input, "`from` is missing, and the connection has none either"};
  Result<Mailbox> mailbox = parse_mailbox(*text);
  if (!mailbox) return Error{mailbox.error().code, "`from`: " + mailbox.error().message};
  return mailbox;
}

Result<std::string> read_subject(const JsonObject& arguments) {
  Result<std::string> subject = required_text(arguments, "subject");
  if (!subject) return subject;
  if (has_control(*subject)) {
    return Error{Errc::invalid_input, "`subject` holds a line break or another control character"};
  }
  if (subject->size() > kMaxSubjectBytes) {
    return Error{Errc::limit_exceeded,
                 "`subject` is longer than " + std::to_string(kMaxSubjectBytes) + " bytes"};
  }
  return subject;
}

// FNV-1a, 64 bits: only to keep over-long ids distinct.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  char hex[17] = {};
  std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(hash));
  return hex;
}

// "<run>/<task>/<iteration>" as a dot-atom (RFC 5322 §3.6.4): slashes become dots, the rest of what a
// dot-atom cannot hold becomes =XX.
std::string id_of_key(std::string_view key) {
  std::string id;
  for (const char c : key) {
    if (is_letter_or_digit(c) || c == '-' || c == '_') {
      id += c;
    } else if (c == '/') {
      if (!id.empty() && id.back() != '.') id += '.';
    } else {
      id += '=';
      append_hex(c, id);
    }
  }
  while (!id.empty() && id.back() == '.') id.pop_back();
  if (id.size() > kMaxIdBytes) id = id.substr(0, 60) + "-" + fingerprint(key);
  return id.empty() ? fingerprint(key) : id;
}

Result<Done> read_people(const JsonObject& arguments, EmailMessage& message) {
  const std::pair<std::string_view, std::vector<Mailbox>*> lists[] = {
      {"to", &message.to}, {"cc", &message.cc}, {"bcc", &message.bcc}, {"replyTo", &message.reply_to}};
  for (const auto& [name, list] : lists) {
    Result<std::vector<Mailbox>> mailboxes = read_mailboxes(arguments, name);
    if (!mailboxes) return std::move(mailboxes).error();
    *list = *std::move(mailboxes);
  }
  if (message.to.empty()) return Error{Errc::invalid_input, "`to` names nobody"};
  if (message.to.size() + message.cc.size() + message.bcc.size() > kMaxRecipients) {
    return Error{Errc::limit_exceeded,
                 "the e-mail goes to more than " + std::to_string(kMaxRecipients) + " recipients"};
  }
  return Done{};
}

Result<Done> read_bodies(const JsonObject& arguments, EmailMessage& message) {
  for (const auto& [name, body] : {std::pair{"text", &message.text}, std::pair{"html", &message.html}}) {
    Result<std::optional<std::string>> given = optional_text(arguments, name);
    if (!given) return std::move(given).error();
    if (*given && (*given)->size() > kMaxBodyBytes) {
      return Error{Errc::limit_exceeded,
                   "`" + std::string(name) + "` is larger than " + std::to_string(kMaxBodyBytes) + " bytes"};
    }
    *body = *std::move(given);
  }
  return Done{};
}

}  // namespace

std::vector<std::string> EmailMessage::recipients() const {
  std::vector<std::string> addresses;
  for (const auto* list : {&to, &cc, &bcc}) {
    for (const Mailbox& mailbox : *list) {
      if (std::find(addresses.begin(), addresses.end(), mailbox.address) == addresses.end()) {
        addresses.push_back(mailbox.address);
      }
    }
  }
  return addresses;
}

Result<EmailMessage> read_email(const JsonObject& arguments, const std::optional<std::string>& default_from,
                                std::string_view idempotency_key, Timestamp now) {
  EmailMessage message;
  Result<Mailbox> from = read_from(arguments, default_from);
  if (!from) return std::move(from).error();
  message.from = *std::move(from);
  Result<Done> read = read_people(arguments, message);
  if (!read) return std::move(read).error();
  Result<std::string> subject = read_subject(arguments);
  if (!subject) return std::move(subject).error();
  message.subject = *std::move(subject);
  read = read_bodies(arguments, message);
  if (!read) return std::move(read).error();
  Result<std::vector<Attachment>> attachments = read_attachments(arguments);
  if (!attachments) return std::move(attachments).error();
  message.attachments = *std::move(attachments);
  message.message_id = id_of_key(idempotency_key) + "@" + std::string(message.from.domain());
  message.date = now;
  return message;
}

}  // namespace runledger::actions
