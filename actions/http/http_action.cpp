#include "actions/http/http_action.hpp"

#include <chrono>
#include <optional>
#include <utility>
#include <variant>

#include "actions/call/arguments.hpp"
#include "actions/call/outcome.hpp"

namespace runledger::actions {
namespace {

Result<HttpRequest> prepare_request(Call& call, const HttpEnvironment& environment) {
  const Result<JsonObject> arguments = call.reveal_arguments(environment.vault);
  if (!arguments) return arguments.error();
  std::optional<Connection> connection;
  if (find_member(*arguments, "connection") != nullptr) {
    Result<Connection> opened = call.open_connection(*arguments, environment.vault, "http");
    if (!opened) return std::move(opened).error();
    connection = *std::move(opened);
  }
  return read_http_request(*arguments, connection ? &*connection : nullptr,
                           {call.idempotency_key(), environment.user_agent}, call.redactor());
}

// Sends the request once its access token is there.
void send_with_token(const CallPtr& call, const HttpEnvironment& environment, HttpRequest request) {
  const TokenRequest wanted = *request.token;
  environment.tokens.get(
      wanted, call->deadline(),
      [call, &environment, key = wanted.key(), request = std::move(request)](TokenOrOutcome answer) mutable {
        if (auto* outcome = std::get_if<run::ActionOutcome>(&answer))
          return call->settle(std::move(*outcome));
        if (call->is_withdrawn()) return;  // nobody waits for its outcome any more
        const std::string token = std::get<AccessToken>(std::move(answer)).text;
        call->redactor().add(token);
        if (const Result<Done> set = request.headers.set("Authorization", "Bearer " + token); !set) {
          return call->settle(failed(set.error()));
        }
        environment.loop.submit(std::make_unique<HttpExchange>(
            call, std::move(request), environment.rules, environment.offload,
            [&environment, key, token] { environment.tokens.forget(key, token); }));
      });
}

}  // namespace

void send_http(const CallPtr& call, const HttpEnvironment& environment, HttpRequest request) {
  if (request.token) return send_with_token(call, environment, std::move(request));
  auto again = [call, &environment](const HttpRequest& refused, Milliseconds pause) {
    const Deadline at = std::chrono::steady_clock::now() + pause;
    if (at >= call->deadline()) return false;
    environment.later(at, [call, &environment, refused] {
      if (!call->is_withdrawn()) send_http(call, environment, refused);
    });
    return true;
  };
  environment.loop.submit(std::make_unique<HttpExchange>(call, std::move(request), environment.rules,
                                                         environment.offload, nullptr, std::move(again)));
}

Result<Done> begin_http(const CallPtr& call, const HttpEnvironment& environment) {
  Result<HttpRequest> request = prepare_request(*call, environment);
  if (!request) return std::move(request).error();
  send_http(call, environment, *std::move(request));
  return Done{};
}

}  // namespace runledger::actions
