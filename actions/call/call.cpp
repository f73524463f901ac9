#include "actions/call/call.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <iterator>
#include <utility>
#include <variant>

#include "actions/call/arguments.hpp"
#include "actions/call/outcome.hpp"
#include "workflow/run/secrets.hpp"

namespace runledger::actions {
namespace {

// Members of connection settings that hold a credential, at any depth (vault.hpp).
bool is_credential(std::string_view member) {
  constexpr std::string_view kCredentials[] = {"password",   "token",      "url",
                                               "webhookUrl", "routingKey", "secret"};
  return std::find(std::begin(kCredentials), std::end(kCredentials), member) != std::end(kCredentials);
}

void add_credentials(const Json& settings, Redactor& redactor) {
  if (!settings.is_object()) return;
  for (const auto& member : settings.get_object()) {
    if (member.value().is_object()) {
      add_credentials(member.value(), redactor);
    } else if (is_credential(member.key()) && member.value().is_string()) {
      redactor.add(member.value().get_string());
    }
  }
}

}  // namespace

Milliseconds time_left(Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return std::max(left, Milliseconds{0});
}

Call::Call(ActionRequest request, Ticket ticket, Deadline deadline)
    : request_(std::move(request)), ticket_(std::move(ticket)), deadline_(deadline) {}

Result<JsonObject> Call::reveal_arguments(Vault& vault) {
  const SharedJson& given = request_.intent.arguments;
  if (!given || !given->is_object()) {
    return Error{Errc::invalid_input, "the arguments of a call (`with`) must be an object"};
  }
  if (request_.secret_nonce.empty()) return given->get_object();
  const auto lookup = [this, &vault](std::string_view name) {
    Result<std::string> secret = vault.secret(SecretName{std::string(name)});
    if (secret) redactor_.add(*secret);
    return secret;
  };
  Result<Json> revealed = run::reveal_secrets(*given, request_.secret_nonce, lookup);
  if (!revealed) return std::move(revealed).error();
  if (!revealed->is_object()) return Error{Errc::internal, "revealing secrets changed the arguments' shape"};
  return std::move(revealed->get_object());
}

Result<Connection> Call::open_connection(const JsonObject& arguments, Vault& vault, std::string_view kind,
                                         std::string_view other_kind) {
  Result<std::string> name = required_text(arguments, "connection");
  if (!name) return std::move(name).error();
  Result<Connection> connection = vault.connection(ConnectionName{*name});
  if (!connection) return connection;
  add_credentials(connection->settings, redactor_);
  if (connection->kind != kind && (other_kind.empty() || connection->kind != other_kind)) {
    return Error{Errc::invalid_input, "connection \"" + *name + "\" is of kind \"" + connection->kind +
                                          "\", but this call needs one of kind \"" + std::string(kind) +
                                          "\""};
  }
  if (!connection->settings.is_object()) {
    return Error{Errc::invalid_input, "connection \"" + *name + "\" has no settings: save it again"};
  }
  return connection;
}

void Call::withdraw() {
  withdrawn_ = true;
  ticket_.settle(run::OutcomeUnknown{"nobody waited for the call any more; it may have happened"});
}

run::ActionOutcome Call::broken() const {
  if (begun_)
    return run::OutcomeUnknown{"the engine lost the call to an unexpected error after it was begun"};
  return failed({Errc::internal, "an unexpected error in the engine; the call was not begun"});
}

void Call::settle(run::ActionOutcome outcome) {
  if (auto* failure = std::get_if<run::Failed>(&outcome);
      failure != nullptr && failure->error.instance.empty()) {
    failure->error.instance = task();
  }
  ticket_.settle(redactor_.clean(std::move(outcome)));
}

}  // namespace runledger::actions
