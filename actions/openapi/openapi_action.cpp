#include "actions/openapi/openapi_action.hpp"

#include <boost/json/value.hpp>
#include <chrono>
#include <memory>
#include <utility>
#include <variant>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "actions/call/outcome.hpp"
#include "actions/openapi/openapi_request.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

// A call on its way, with its arguments' secrets in clear.
struct Wanted {
  CallPtr call;
  JsonObject arguments;
  std::string uri;  // of the document
};
using WantedPtr = std::shared_ptr<const Wanted>;

HttpIdentity identity_of(const CallPtr& call, const HttpEnvironment& http) {
  return {call->idempotency_key(), http.user_agent};
}

run::ActionOutcome read_text(const HttpRequest& request, const HttpAnswer& answer) {
  if (answer.status < 200 || answer.status >= 300) return plain_outcome_of(request, answer);
  return succeeded(Json(to_valid_utf8(answer.body)));
}

Result<HttpRequest> operation_request(const Wanted& wanted, const Json& document,
                                      const HttpEnvironment& http) {
  const Result<std::string> id = required_text(wanted.arguments, "operationId");
  if (!id) return id.error();
  const Result<Operation> operation = find_operation(document, *id);
  if (!operation) return operation.error();
  const Result<Url> at = parse_url(wanted.uri);
  if (!at) return at.error();
  const Result<JsonObject> arguments = openapi_request(*operation, wanted.arguments, *at);
  if (!arguments) return arguments.error();
  return read_http_request(*arguments, nullptr, identity_of(wanted.call, http), wanted.call->redactor());
}

void send_operation(const WantedPtr& wanted, const Json& document, const HttpEnvironment& http) {
  if (wanted->call->is_withdrawn()) return;
  Result<HttpRequest> request = operation_request(*wanted, document, http);
  if (!request) return wanted->call->settle(failed(request.error()));
  send_http(wanted->call, http, *std::move(request));
}

// Why there is no document. Nothing was begun, so that even an unknown outcome is a failure.
run::ActionOutcome no_document(run::ActionOutcome outcome) {
  constexpr char kTitle[] = "The OpenAPI document cannot be had";
  if (auto* failure = std::get_if<run::Failed>(&outcome)) {
    failure->error.title = kTitle;
    failure->error.instance.clear();
  } else if (const auto* unknown = std::get_if<run::OutcomeUnknown>(&outcome)) {
    return failed(run::error_type::kCommunication, 503, kTitle, unknown->detail);
  }
  return outcome;
}

void take_document(const WantedPtr& wanted, const OpenApiEnvironment& environment,
                   run::ActionOutcome outcome) {
  const auto* fetched = std::get_if<run::Succeeded>(&outcome);
  if (fetched == nullptr) return wanted->call->settle(no_document(std::move(outcome)));
  const auto& text = fetched->result->get_string();
  const Result<OpenApiDocument> document = read_openapi({text.data(), text.size()});
  if (!document) return wanted->call->settle(no_document(failed(document.error())));
  if (find_member(wanted->arguments, "documentAuthentication") == nullptr)
    environment.documents.keep(wanted->uri, *document, std::chrono::steady_clock::now());
  send_operation(wanted, **document, environment.http);
}

// The document's transfer is a call of its own, whose outcome leads on with this one.
Result<Done> fetch_document(const WantedPtr& wanted, const OpenApiEnvironment& environment) {
  const CallPtr& call = wanted->call;
  JsonObject arguments{{"method", "GET"}, {"uri", wanted->uri}, {"redirect", true}};
  arguments["headers"] = JsonObject{{"Accept", "application/json, application/yaml;q=0.9, */*;q=0.5"}};
  if (const Json* authentication = find_member(wanted->arguments, "documentAuthentication"))
    arguments["authentication"] = *authentication;
  Result<HttpRequest> request =
      read_http_request(arguments, nullptr, identity_of(call, environment.http), call->redactor());
  if (!request) return std::move(request).error();
  request->read_answer = &read_text;
  const auto pending = std::make_shared<Pending>(1);
  Result<Ticket> ticket = pending->admit([wanted, environment](run::ActionOutcome outcome) {
    // Reading a document takes a while: not on the loop's thread.
    environment.http.offload([wanted, environment, outcome = std::move(outcome)]() mutable {
      take_document(wanted, environment, std::move(outcome));
    });
  });
  if (!ticket) return std::move(ticket).error();
  ActionRequest fetch;
  fetch.run = call->run();
  fetch.intent.ref.task = call->task();
  fetch.intent.kind = call->kind();
  auto own = std::make_shared<Call>(std::move(fetch), *std::move(ticket), call->deadline());
  own->redactor() = call->redactor();
  send_http(own, environment.http, *std::move(request));
  return Done{};
}

}  // namespace

Result<Done> begin_openapi(const CallPtr& call, const OpenApiEnvironment& environment) {
  Result<JsonObject> arguments = call->reveal_arguments(environment.http.vault);
  if (!arguments) return std::move(arguments).error();
  Result<std::string> uri = required_text(*arguments, "uri");
  if (!uri) return std::move(uri).error();
  const auto wanted = std::make_shared<const Wanted>(Wanted{call, *std::move(arguments), *std::move(uri)});
  const bool may_be_kept = find_member(wanted->arguments, "documentAuthentication") == nullptr;
  if (may_be_kept) {
    if (const auto kept = environment.documents.find(wanted->uri, std::chrono::steady_clock::now())) {
      send_operation(wanted, *kept, environment.http);
      return Done{};
    }
  }
  return fetch_document(wanted, environment);
}

}  // namespace runledger::actions
