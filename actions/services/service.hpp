#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "actions/call/redactor.hpp"
#include "actions/http/http_outcome.hpp"
#include "actions/http/http_request.hpp"
#include "workflow/base/time.hpp"

namespace runledger::actions {

// How often a service may ask for patience within a call's time.
inline constexpr int kWaits = 3;

// What a service's request is made of, besides the arguments.
struct ServiceInput {
  const JsonObject& arguments;
  const JsonObject* settings;  // of the connection; null without one
  HttpIdentity identity;
  Timestamp now;
  Redactor& redactor;  // learns what the service makes of secrets
};

// A service that is called by HTTP: which connections fit, and how the request comes about. Its answer is
// read by HttpRequest::read_answer.
struct Service {
  std::string_view kind;  // of the call and of its connection
  // Errors: invalid_input naming the argument or the setting.
  Result<HttpRequest> (*request)(const ServiceInput& input);
};

// nullptr when the kind is no service's.
const Service* find_service(std::string_view kind);

Result<HttpRequest> slack_request(const ServiceInput& input);
Result<HttpRequest> teams_request(const ServiceInput& input);
Result<HttpRequest> pagerduty_request(const ServiceInput& input);
Result<HttpRequest> webhook_request(const ServiceInput& input);

// Where the request goes is a secret from then on: no outcome shows its path or query.
void hide_target(const HttpRequest& request, Redactor& redactor);
// A POST of JSON; its target is hidden when `secret_url`.
Result<HttpRequest> json_post(const ServiceInput& input, const std::string& url, Json body, bool secret_url);
// Copies the members that are there, under the names that the service knows them by.
void copy_members(const JsonObject& from,
                  std::span<const std::pair<std::string_view, std::string_view>> names, JsonObject& to);

}  // namespace runledger::actions
