#include "actions/email/attachment.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/characters.hpp"
#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxAttachments = 20;
constexpr std::size_t kMaxAttachedBytes = 16 * 1024 * 1024;
constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kMaxTypeBytes = 100;
constexpr std::size_t kLineBytes = 57;  // 76 characters of base64

bool is_type_character(char c) {
  constexpr std::string_view kMarks = "!#$&^_.+-";
  return is_letter_or_digit(c) || kMarks.find(c) != std::string_view::npos;
}

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_type_character);
}

// "type/subtype", with parameters whose values need no quotes. Not what would nest other messages.
bool is_content_type(std::string_view text) {
  if (text.size() > kMaxTypeBytes) return false;
  auto parameters = text.substr(std::min(text.find(';'), text.size()));
  const auto type = text.substr(0, text.size() - parameters.size());
  const auto slash = type.find('/');
  if (slash == std::string_view::npos || !is_word(type.substr(0, slash)) || !is_word(type.substr(slash + 1)))
    return false;
  const std::string family = lower(type.substr(0, slash));
  if (family == "multipart" || family == "message") return false;
  while (!parameters.empty()) {
    parameters.remove_prefix(1);
    while (parameters.starts_with(' ')) parameters.remove_prefix(1);
    const auto one = parameters.substr(0, parameters.find(';'));
    const auto equals = one.find('=');
    if (equals == std::string_view::npos || !is_word(one.substr(0, equals)) ||
        !is_word(one.substr(equals + 1)))
      return false;
    parameters.remove_prefix(one.size());
  }
  return true;
}

Result<std::string> read_name(const JsonObject& object) {
  Result<std::string> name = required_text(object, "name");
  if (!name) return name;
  if (name->empty() || name->size() > kMaxNameBytes || has_control(*name) ||
      name->find_first_of("/\\") != std::string::npos) {
    return Error{Errc::invalid_input,
                 "`name` must have 1 to 200 bytes without slashes, line breaks and other control characters"};
  }
  return name;
}

Result<Attachment> read_attachment(const JsonObject& object) {
  Attachment attachment;
  Result<std::string> name = read_name(object);
  if (!name) return std::move(name).error();
  attachment.name = *std::move(name);
  Result<std::optional<std::string>> text = optional_text(object, "text");
  if (!text) return std::move(text).error();
  Result<std::optional<std::string>> base64 = optional_text(object, "base64");
  if (!base64) return std::move(base64).error();
  if (text->has_value() == base64->has_value())
    return Error{Errc::invalid_input, "an attachment has either `text` or `base64`"};
  Result<std::string> bytes = *text ? Result<std::string>(**text) : from_base64(**base64);
  if (!bytes) return Error{bytes.error().code, "`base64`: " + bytes.error().message};
  attachment.bytes = *std::move(bytes);
  Result<std::optional<std::string>> type = optional_text(object, "contentType");
  if (!type) return std::move(type).error();
  attachment.content_type = type->value_or(*text ? "text/plain; charset=utf-8" : "application/octet-stream");
  if (!is_content_type(attachment.content_type)) {
    return Error{Errc::invalid_input,
                 "`contentType` must be a media type such as application/pdf (not multipart or message)"};
  }
  return attachment;
}

std::string disposition(const std::string& name) {
  const bool plain =
      std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c < 0x7f && c != '"'; });
  if (plain) return "Content-Disposition: attachment;\r\n filename=\"" + name + "\"\r\n";
  return "Content-Disposition: attachment;\r\n filename*=UTF-8''" + percent_encode(name) + "\r\n";
}

}  // namespace

Result<std::vector<Attachment>> read_attachments(const JsonObject& arguments) {
  std::vector<Attachment> attachments;
  const Result<const JsonArray*> list = optional_array(arguments, "attachments");
  if (!list) return list.error();
  if (*list == nullptr) return attachments;
  if ((*list)->size() > kMaxAttachments)
    return Error{Errc::limit_exceeded, "more than " + std::to_string(kMaxAttachments) + " `attachments`"};
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < (*list)->size(); ++i) {
    const std::string where = "`attachments[" + std::to_string(i) + "]`";
    const Json& element = (**list)[i];
    if (!element.is_object())
      return Error{Errc::invalid_input, where + " must be an object, got " + std::string(kind_of(element))};
    Result<Attachment> attachment = read_attachment(element.get_object());
    if (!attachment) return Error{attachment.error().code, where + ": " + attachment.error().message};
    bytes += attachment->bytes.size();
    if (bytes > kMaxAttachedBytes) {
      return Error{Errc::limit_exceeded,
                   "the attachments have more than " + std::to_string(kMaxAttachedBytes) + " bytes"};
    }
    attachments.push_back(*std::move(attachment));
  }
  return attachments;
}

std::string attachment_part(const Attachment& attachment) {
  std::string part = "Content-Type: " + attachment.content_type + "\r\n" + disposition(attachment.name) +
                     "Content-Transfer-Encoding: base64\r\n\r\n";
  part.reserve(part.size() + attachment.bytes.size() * 14 / 10);
  std::string_view rest = attachment.bytes;
  while (!rest.empty()) {
    part += to_base64(rest.substr(0, kLineBytes)) + "\r\n";
    rest.remove_prefix(std::min(kLineBytes, rest.size()));
  }
  return part;
}

}  // namespace runledger::actions
