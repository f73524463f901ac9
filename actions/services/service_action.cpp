#include "actions/services/service_action.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "actions/call/arguments.hpp"

namespace runledger::actions {

Result<Done> begin_service(const CallPtr& call, const HttpEnvironment& environment, const Service& service) {
  const Result<JsonObject> arguments = call->reveal_arguments(environment.vault);
  if (!arguments) return arguments.error();
  std::optional<Connection> connection;
  if (find_member(*arguments, "connection") != nullptr) {
    Result<Connection> opened = call->open_connection(*arguments, environment.vault, service.kind);
    if (!opened) return std::move(opened).error();
    connection = *std::move(opened);
  } else if (service.kind != "webhook") {
    return Error{Errc::invalid_input, "`connection` is missing: it must be a string"};
  }
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  Result<HttpRequest> request = service.request({*arguments,
                                                 connection ? &connection->settings.get_object() : nullptr,
                                                 {call->idempotency_key(), environment.user_agent},
                                                 now,
                                                 call->redactor()});
  if (!request) return std::move(request).error();
  send_http(call, environment, *std::move(request));
  return Done{};
}

}  // namespace runledger::actions
