#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "actions/call/outcome.hpp"
#include "actions/services/service.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

constexpr char kTitle[] = "Slack did not take the message";
constexpr std::string_view kApi = "https://slack.com/api";

constexpr std::pair<std::string_view, std::string_view> kMembers[] = {
    {"text", "text"}, {"blocks", "blocks"}, {"channel", "channel"}, {"threadTs", "thread_ts"}};

struct Meaning {
  const char* type;
  int status;
};

// The errors of chat.postMessage, as its documentation lists them.
Meaning meaning_of(std::string_view error) {
  constexpr std::array<std::string_view, 8> kIdentity{
      "invalid_auth",     "not_authed",    "token_revoked", "token_expired",
      "account_inactive", "no_permission", "missing_scope", "not_allowed_token_type"};
  constexpr std::array<std::string_view, 5> kPassing{"internal_error", "fatal_error", "service_unavailable",
                                                     "request_timeout", "accesslimited"};
  constexpr std::array<std::string_view, 4> kPlace{"channel_not_found", "not_in_channel", "is_archived",
                                                   "thread_not_found"};
  const auto is_in = [error](const auto& list) {
    return std::find(list.begin(), list.end(), error) != list.end();
  };
  if (is_in(kIdentity)) return {run::error_type::kAuthentication, 401};
  if (is_in(kPassing)) return {run::error_type::kCommunication, 503};
  if (is_in(kPlace)) return {run::error_type::kConfiguration, 404};
  if (error == "ratelimited" || error == "rate_limited") return {run::error_type::kCommunication, 429};
  return {run::error_type::kValidation, 400};
}

// chat.postMessage answers 200 with {"ok": false, "error"} when it fails.
run::ActionOutcome read_api_answer(const HttpRequest& request, const HttpAnswer& answer) {
  if (answer.status < 200 || answer.status >= 300) return plain_outcome_of(request, answer);
  const auto body = parse_json(answer.body);
  if (!body || !body->is_object()) {
    return failed(run::error_type::kCommunication, 502, kTitle,
                  "Slack answered something that is no JSON object");
  }
  const JsonObject& said = body->get_object();
  if (const Json* ok = said.if_contains("ok"); ok != nullptr && *ok == Json(true)) {
    JsonObject result;
    constexpr std::pair<std::string_view, std::string_view> kResult[] = {{"channel", "channel"},
                                                                         {"ts", "ts"}};
    copy_members(said, kResult, result);
    return succeeded(std::move(result));
  }
  const Json* code = find_member(said, "error");
  const std::string error =
      code != nullptr && code->is_string() ? std::string(code->get_string()) : "unknown";
  const Meaning meaning = meaning_of(error);
  return failed(meaning.type, meaning.status, kTitle, "Slack says: " + shorten(error, 200),
                share(JsonObject{{"status", answer.status}, {"body", shorten(error, 200)}}));
}

// Incoming webhooks answer "ok", or an error's status with its name as text.
run::ActionOutcome read_webhook_answer(const HttpRequest& request, const HttpAnswer& answer) {
  if (answer.status == 200) return succeeded(JsonObject{});
  return plain_outcome_of(request, answer);
}

}  // namespace

Result<HttpRequest> slack_request(const ServiceInput& input) {
  JsonObject body;
  copy_members(input.arguments, kMembers, body);
  if (!body.contains("text") && !body.contains("blocks"))
    return Error{Errc::invalid_input, "a Slack message needs `text` or `blocks`"};
  const Result<std::optional<std::string>> webhook = optional_text(*input.settings, "webhookUrl");
  if (!webhook) return webhook.error();
  if (*webhook) {
    if (body.contains("channel"))
      return Error{Errc::invalid_input, "`channel` is fixed by the connection's webhook: leave it out"};
    Result<HttpRequest> request = json_post(input, **webhook, std::move(body), true);
    if (request) request->read_answer = &read_webhook_answer;
    return request;
  }
  if (!body.contains("channel"))
    return Error{Errc::invalid_input,
                 "`channel` is missing: the connection has a token, which can write to any"};
  const Result<std::string> token = required_text(*input.settings, "token");
  if (!token) return token.error();
  const Result<std::optional<std::string>> base = optional_text(*input.settings, "baseUrl");
  if (!base) return base.error();
  Result<HttpRequest> request =
      json_post(input, base->value_or(std::string(kApi)) + "/chat.postMessage", std::move(body), false);
  if (!request) return request;
  request->read_answer = &read_api_answer;
  input.redactor.add(*token);
  if (Result<Done> set = request->headers.set("Authorization", "Bearer " + *token); !set) return set.error();
  return request;
}

}  // namespace runledger::actions
