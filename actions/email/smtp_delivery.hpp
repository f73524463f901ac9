#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "actions/email/message.hpp"
#include "actions/network/curl_handle.hpp"
#include "actions/network/transfer.hpp"

namespace runledger::actions {

// How a mail server is reached: the settings of a connection of kind smtp (vault.hpp).
struct SmtpServer {
  enum class Tls { none, starttls, tls } tls = Tls::starttls;
  std::string host;
  int port = 587;
  std::string username, password;  // empty: no authentication
};

// `tls` defaults to starttls; `port` to 25 (none), 587 (starttls) or 465 (tls). Errors: invalid_input naming
// the member.
Result<SmtpServer> read_smtp_server(const JsonObject& settings);

// The result of a message that was taken: {"messageId","accepted":[..]}.
Json delivered(const EmailMessage& message);

// One message on its way to a server (RFC 5321). All recipients are accepted or the message is not sent.
// Failed with the server's words when it refuses; unknown when the message was sent in full and the verdict
// is missing.
class SmtpDelivery : public Transfer {
 public:
  // `rules` must outlive the delivery.
  SmtpDelivery(CallPtr call, SmtpServer server, EmailMessage message, const ConversationRules& rules);

  std::string host() const override;
  Deadline deadline() const override { return call_->deadline(); }
  bool is_withdrawn() const override { return call_->is_withdrawn(); }
  CURLcode prepare(CURL* handle) override;
  Next finished(CURL* handle, CURLcode code) override;
  void abandoned(Abandoned why, bool begun) override;

 private:
  static std::size_t on_reply(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self);

  run::ActionOutcome failure_of(CURLcode code, long reply) const;

  CallPtr call_;
  const SmtpServer server_;
  const EmailMessage message_;
  const std::string text_;
  ConversationFacts facts_;
  Slist recipients_;
  std::size_t sent_ = 0;
  bool sent_all_ = false;
  bool reply_continues_ = false;
  std::string last_reply_;
};

}  // namespace runledger::actions
