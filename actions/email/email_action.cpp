#include "actions/email/email_action.hpp"

#include <chrono>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/outcome.hpp"
#include "actions/email/message.hpp"
#include "actions/email/outbox.hpp"
#include "actions/email/smtp_delivery.hpp"

namespace runledger::actions {
namespace {

constexpr char kSmtp[] = "smtp";
constexpr char kOutbox[] = "outbox";

struct Prepared {
  Connection connection;
  EmailMessage message;
};

Result<Prepared> prepare(Call& call, const EmailEnvironment& environment) {
  const Result<JsonObject> arguments = call.reveal_arguments(environment.vault);
  if (!arguments) return arguments.error();
  Result<Connection> connection = call.open_connection(*arguments, environment.vault, kSmtp, kOutbox);
  if (!connection) return std::move(connection).error();
  const Result<std::optional<std::string>> from = optional_text(connection->settings.get_object(), "from");
  if (!from) return from.error();
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  Result<EmailMessage> message = read_email(*arguments, *from, call.idempotency_key(), now);
  if (!message) return std::move(message).error();
  return Prepared{*std::move(connection), *std::move(message)};
}

Result<Done> send(const CallPtr& call, Prepared prepared, const EmailEnvironment& environment) {
  const JsonObject& settings = prepared.connection.settings.get_object();
  if (prepared.connection.kind == kOutbox) {
    call->mark_begun();
    const Result<Done> written = write_to_outbox(settings, environment.outbox_root, prepared.message);
    if (written) call->settle(succeeded(delivered(prepared.message)));
    return written;
  }
  Result<SmtpServer> server = read_smtp_server(settings);
  if (!server) return std::move(server).error();
  environment.loop.submit(std::make_unique<SmtpDelivery>(call, *std::move(server),
                                                         std::move(prepared.message), environment.rules));
  return Done{};
}

}  // namespace

Result<Done> begin_email(const CallPtr& call, const EmailEnvironment& environment) {
  Result<Prepared> prepared = prepare(*call, environment);
  if (!prepared) return std::move(prepared).error();
  const Result<Done> sent = send(call, *std::move(prepared), environment);
  if (!sent) call->settle(failed(sent.error()));
  return Done{};
}

}  // namespace runledger::actions
