#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>

#include "actions/call/arguments.hpp"
#include "actions/services/service.hpp"
#include "actions/services/standard_webhooks.hpp"

namespace runledger::actions {
namespace {

// Where it goes, and with which secret: from the connection, or from the arguments.
struct Target {
  std::string url, secret;
};

Result<Target> read_target(const ServiceInput& input) {
  const bool connected = input.settings != nullptr;
  const JsonObject& from = connected ? *input.settings : input.arguments;
  Result<std::string> url = required_text(from, connected ? "url" : "uri");
  if (!url) return std::move(url).error();
  Result<std::string> secret = required_text(from, "secret");
  if (!secret) return std::move(secret).error();
  input.redactor.add(*secret);
  return Target{*std::move(url), *std::move(secret)};
}

}  // namespace

Result<HttpRequest> webhook_request(const ServiceInput& input) {
  const Result<Target> target = read_target(input);
  if (!target) return target.error();
  const Result<std::string> key = signing_key(target->secret);
  if (!key) return key.error();
  JsonObject arguments{{"method", "POST"}, {"uri", target->url}};
  constexpr std::pair<std::string_view, std::string_view> kSame[] = {{"headers", "headers"},
                                                                     {"body", "body"}};
  copy_members(input.arguments, kSame, arguments);
  if (!arguments.contains("body")) arguments["body"] = JsonObject{};
  Result<HttpRequest> request = read_http_request(arguments, nullptr, input.identity, input.redactor);
  if (!request) return request;
  request->waits_left = kWaits;
  if (input.settings != nullptr) hide_target(*request, input.redactor);
  const std::string id = webhook_id(input.identity.idempotency_key);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(input.now).time_since_epoch().count();
  const std::string signature = webhook_signature(*key, id, seconds, *request->body);
  const std::pair<std::string_view, std::string> signature_headers[] = {
      {"webhook-id", id}, {"webhook-timestamp", std::to_string(seconds)}, {"webhook-signature", signature}};
  for (const auto& [name, value] : signature_headers) {
    if (const Result<Done> set = request->headers.set(name, value); !set) return set.error();
  }
  return request;
}

}  // namespace runledger::actions
