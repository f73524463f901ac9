#include "actions/email/smtp_delivery.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstring>
#include <utility>

#include "actions/call/encodings.hpp"
#include "actions/call/outcome.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

constexpr char kFailedTitle[] = "The e-mail was not sent";
constexpr std::size_t kMaxReplyBytes = 1'000;
constexpr long kStartMailInput = 354;  // RFC 5321 §4.3.2: the server waits for the message

bool is_authentication_reply(long reply) {
  return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

SharedJson reply_json(long reply, const std::string& text) {
  JsonObject response;
  response["smtpCode"] = reply;
  response["text"] = text;
  return share(std::move(response));
}

}  // namespace

Json delivered(const EmailMessage& message) {
  JsonArray accepted;
  for (const std::string& address : message.recipients()) accepted.emplace_back(address);
  JsonObject result;
  result["messageId"] = "<" + message.message_id + ">";
  result["accepted"] = std::move(accepted);
  return result;
}

SmtpDelivery::SmtpDelivery(CallPtr call, SmtpServer server, EmailMessage message,
                           const ConversationRules& rules)
    : call_(std::move(call)),
      server_(std::move(server)),
      message_(std::move(message)),
      text_(compose(message_)) {
  facts_.rules = &rules;
  for (const std::string& address : message_.recipients()) recipients_.add("<" + address + ">");
}

std::string SmtpDelivery::host() const {
  return server_.host + ":" + std::to_string(server_.port);
}

CURLcode SmtpDelivery::prepare(CURL* handle) {
  const bool tls = server_.tls == SmtpServer::Tls::tls;
  const std::string url = (tls ? "smtps://" : "smtp://") + host();
  OptionSetter options(handle);
  apply_rules(options, "smtp,smtps", call_->deadline(), facts_);
  options.set(CURLOPT_URL, url.c_str())
      .set(CURLOPT_USE_SSL,
           static_cast<long>(server_.tls == SmtpServer::Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL))
      .set(CURLOPT_MAIL_FROM, ("<" + message_.from.address + ">").c_str())
      .set(CURLOPT_MAIL_RCPT, recipients_.get())
      .set(CURLOPT_UPLOAD, 1L)
      .set(CURLOPT_READFUNCTION, &SmtpDelivery::on_read)
      .set(CURLOPT_READDATA, static_cast<void*>(this))
      .set(CURLOPT_HEADERFUNCTION, &SmtpDelivery::on_reply)
      .set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  if (!server_.username.empty()) {
    options.set(CURLOPT_USERNAME, server_.username.c_str()).set(CURLOPT_PASSWORD, server_.password.c_str());
  }
  return options.code();
}

Transfer::Next SmtpDelivery::finished(CURL* handle, CURLcode code) {
  long reply = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
  call_->settle(code == CURLE_OK ? succeeded(delivered(message_)) : failure_of(code, reply));
  return Next::ended;
}

run::ActionOutcome SmtpDelivery::failure_of(CURLcode code, long reply) const {
  const std::string where = "mail server " + host();
  if (code == CURLE_COULDNT_CONNECT && !facts_.refused_address.empty()) {
    return failed(run::error_type::kConfiguration, 403, "The mail server's address is not allowed",
                  where + ": " + explain(code, facts_));
  }
  if (code == CURLE_OPERATION_TIMEDOUT && time_left(call_->deadline()) <= Milliseconds{5})
    return run::TimedOut{};
  if (reply >= 400) {
    const std::string said = to_valid_utf8(last_reply_);
    const bool authentication = is_authentication_reply(reply) || code == CURLE_LOGIN_DENIED;
    return failed(authentication ? run::error_type::kAuthentication : run::error_type::kCommunication,
                  authentication ? 401 : (reply < 500 ? 503 : 502), kFailedTitle,
                  where + " refused it: " + said, reply_json(reply, said));
  }
  if (sent_all_ && (reply == kStartMailInput || reply == 0)) {
    return run::OutcomeUnknown{where +
                               ": the message was sent, but the connection was lost before the server "
                               "confirmed it (" +
                               explain(code, facts_) + ")"};
  }
  if (code == CURLE_LOGIN_DENIED) {
    return failed(run::error_type::kAuthentication, 401, kFailedTitle, where + ": " + explain(code, facts_));
  }
  return failed(run::error_type::kCommunication, 503, kFailedTitle, where + ": " + explain(code, facts_));
}

void SmtpDelivery::abandoned(Abandoned why, bool begun) {
  if (why == Abandoned::timed_out) {
    call_->settle(run::TimedOut{});
  } else {
    call_->settle(run::OutcomeUnknown{begun
                                          ? "the engine stopped before the mail server confirmed the message"
                                          : "the engine stopped before the call was begun"});
  }
}

// Keeps the server's latest reply, whose lines but the last have a "-" after the code (RFC 5321 §4.2.1).
std::size_t SmtpDelivery::on_reply(char* data, std::size_t size, std::size_t count, void* self) {
  auto& delivery = *static_cast<SmtpDelivery*>(self);
  std::string_view line(data, size * count);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  std::string& reply = delivery.last_reply_;
  if (line.starts_with("221")) return size * count;  // goodbye: the reply before it says why
  if (!delivery.reply_continues_) reply.clear();
  delivery.reply_continues_ = line.size() > 3 && line[3] == '-';
  if (reply.size() + line.size() < kMaxReplyBytes) {
    if (!reply.empty()) reply += '\n';
    reply += line;
  }
  return size * count;
}

std::size_t SmtpDelivery::on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
  auto& delivery = *static_cast<SmtpDelivery*>(self);
  const std::size_t length = std::min(size * count, delivery.text_.size() - delivery.sent_);
  std::memcpy(buffer, delivery.text_.data() + delivery.sent_, length);
  delivery.sent_ += length;
  delivery.sent_all_ = delivery.sent_ == delivery.text_.size();
  return length;
}

}  // namespace runledger::actions
