#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string_view>

#include "actions/call/arguments.hpp"
#include "actions/call/outcome.hpp"
#include "actions/services/service.hpp"
#include "workflow/base/sha256.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

constexpr std::string_view kEvents = "https://events.pagerduty.com";
constexpr std::size_t kMaxDedupKeyBytes = 255;

constexpr std::pair<std::string_view, std::string_view> kPayload[] = {
    {"summary", "summary"},     {"source", "source"},
    {"severity", "severity"},   {"timestamp", "timestamp"},
    {"component", "component"}, {"group", "group"},
    {"class", "class"},         {"customDetails", "custom_details"}};
constexpr std::pair<std::string_view, std::string_view> kAround[] = {
    {"links", "links"}, {"images", "images"}, {"client", "client"}, {"clientUrl", "client_url"}};
constexpr std::pair<std::string_view, std::string_view> kResult[] = {
    {"status", "status"}, {"message", "message"}, {"dedup_key", "dedupKey"}};

run::ActionOutcome read_pagerduty_answer(const HttpRequest& request, const HttpAnswer& answer) {
  if (answer.status == 400) {
    const auto plain = plain_outcome_of(request, answer);
    return failed(run::error_type::kValidation, 400, "PagerDuty refused the event",
                  "PagerDuty answered 400: the event is not as it must be",
                  std::get<run::Failed>(plain).error.response);
  }
  if (answer.status != 202) {
    if (answer.status < 200 || answer.status >= 300) return plain_outcome_of(request, answer);
    return failed(run::error_type::kCommunication, 502, "PagerDuty did not take the event",
                  "PagerDuty answered " + std::to_string(answer.status) + " instead of 202");
  }
  JsonObject result;
  if (const auto body = parse_json(answer.body); body && body->is_object())
    copy_members(body->get_object(), kResult, result);
  return succeeded(std::move(result));
}

// Two deliveries of one task are one incident, whoever repeats them.
Result<std::string> dedup_key(const ServiceInput& input, bool triggers) {
  Result<std::optional<std::string>> given = optional_text(input.arguments, "dedupKey");
  if (!given) return std::move(given).error();
  if (*given) {
    if ((*given)->empty() || (*given)->size() > kMaxDedupKeyBytes)
      return Error{Errc::invalid_input, "`dedupKey` must have 1 to 255 bytes"};
    return **given;
  }
  if (!triggers)
    return Error{Errc::invalid_input,
                 "`dedupKey` is missing: it names the incident to acknowledge or resolve"};
  const std::string key(input.identity.idempotency_key);
  return key.size() <= kMaxDedupKeyBytes ? key : sha256_hex(key);
}

}  // namespace

Result<HttpRequest> pagerduty_request(const ServiceInput& input) {
  const Result<std::string> routing_key = required_text(*input.settings, "routingKey");
  if (!routing_key) return routing_key.error();
  const Result<std::optional<std::string>> base = optional_text(*input.settings, "baseUrl");
  if (!base) return base.error();
  const Result<std::string> action = required_text(input.arguments, "action");
  if (!action) return action.error();
  const bool triggers = *action == "trigger";
  if (!triggers && *action != "acknowledge" && *action != "resolve")
    return Error{Errc::invalid_input, "`action` must be trigger, acknowledge or resolve"};
  const Result<std::string> key = dedup_key(input, triggers);
  if (!key) return key.error();
  JsonObject body{{"routing_key", *routing_key}, {"event_action", *action}, {"dedup_key", *key}};
  if (triggers) {
    for (const auto* name : {"summary", "source", "severity"}) {
      if (const Result<std::string> text = required_text(input.arguments, name); !text) return text.error();
    }
    JsonObject payload;
    copy_members(input.arguments, kPayload, payload);
    body["payload"] = std::move(payload);
    copy_members(input.arguments, kAround, body);
  }
  Result<HttpRequest> request =
      json_post(input, base->value_or(std::string(kEvents)) + "/v2/enqueue", std::move(body), false);
  if (request) request->read_answer = &read_pagerduty_answer;
  return request;
}

}  // namespace runledger::actions
