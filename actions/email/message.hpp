#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/email/mailbox.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/time.hpp"

namespace runledger::actions {

struct Attachment {
  std::string name;          // UTF-8, without folders
  std::string content_type;  // "application/pdf"
  std::string bytes;
};

struct EmailMessage {
  Mailbox from;
  std::vector<Mailbox> to, cc, bcc, reply_to;
  std::string subject;
  std::optional<std::string> text, html;
  std::vector<Attachment> attachments;
  std::string message_id;  // without angle brackets
  Timestamp date;

  // The addresses that it goes to, each once, in order.
  std::vector<std::string> recipients() const;
};

// Reads the arguments of `call: email`: {"from"?,"to","cc"?,"bcc"?,"replyTo"?,"subject","text"?,"html"?,
// "attachments"?: [{"name","contentType"?,"text" or "base64"}]}.
// Without `from`, `default_from` (of the connection) is used. The message id is made of the idempotency key,
// so that a repetition carries the same one and receivers can drop it.
// Errors: invalid_input naming the argument; limit_exceeded (more than 100 recipients, bodies above 8 MiB,
// more than 20 attachments or 16 MiB of them).
Result<EmailMessage> read_email(const JsonObject& arguments, const std::optional<std::string>& default_from,
                                std::string_view idempotency_key, Timestamp now);

// The message in Internet format (RFC 5322, 2045, 2046): lines end in CRLF, have at most 998 bytes, and
// are ASCII unless an address is not (RFC 6532). Bodies are UTF-8 in quoted-printable; text and html together
// are alternatives; attachments follow in base64. `bcc` is not in it.
std::string compose(const EmailMessage& message);

}  // namespace runledger::actions
