#include "actions/http/http_action.hpp"

#include <optional>
#include <utility>

#include "actions/call/arguments.hpp"

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

}  // namespace

Result<Done> begin_http(const CallPtr& call, const HttpEnvironment& environment) {
  Result<HttpRequest> request = prepare_request(*call, environment);
  if (!request) return std::move(request).error();
  environment.loop.submit(
      std::make_unique<HttpExchange>(call, *std::move(request), environment.rules, environment.offload));
  return Done{};
}

}  // namespace runledger::actions
