#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string_view>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "actions/call/outcome.hpp"
#include "actions/services/service.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

// The older connectors answer 200 with this text when the message did not arrive.
constexpr std::string_view kNotDelivered = "Webhook message delivery failed";

Json text_block(const Json& text, bool title) {
  JsonObject block{{"type", "TextBlock"}, {"text", text}, {"wrap", true}};
  if (title) {
    block["size"] = "Large";
    block["weight"] = "Bolder";
  }
  return Json(std::move(block));
}

JsonObject card_of(const JsonObject& arguments) {
  JsonArray body;
  if (const Json* title = find_member(arguments, "title")) body.push_back(text_block(*title, true));
  if (const Json* text = find_member(arguments, "text")) body.push_back(text_block(*text, false));
  return JsonObject{{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                    {"type", "AdaptiveCard"},
                    {"version", "1.4"},
                    {"body", std::move(body)}};
}

run::ActionOutcome read_teams_answer(const HttpRequest& request, const HttpAnswer& answer) {
  if (answer.status < 200 || answer.status >= 300) return plain_outcome_of(request, answer);
  if (!std::string_view(answer.body).starts_with(kNotDelivered)) return succeeded(JsonObject{});
  const bool throttled = answer.body.find("429") != std::string::npos;
  const std::string said = to_valid_utf8(shorten(answer.body, 500));
  return failed(run::error_type::kCommunication, throttled ? 429 : 502, "Teams did not take the message",
                "Teams says: " + said, share(JsonObject{{"status", answer.status}, {"body", said}}));
}

}  // namespace

Result<HttpRequest> teams_request(const ServiceInput& input) {
  const Result<std::string> url = required_text(*input.settings, "webhookUrl");
  if (!url) return url.error();
  const Result<const JsonObject*> card = optional_object(input.arguments, "card");
  if (!card) return card.error();
  if (*card == nullptr && find_member(input.arguments, "text") == nullptr)
    return Error{Errc::invalid_input, "a Teams message needs `text` or `card`"};
  JsonObject attachment{{"contentType", "application/vnd.microsoft.card.adaptive"},
                        {"content", *card == nullptr ? card_of(input.arguments) : **card}};
  JsonObject body{{"type", "message"}, {"attachments", JsonArray{std::move(attachment)}}};
  Result<HttpRequest> request = json_post(input, *url, std::move(body), true);
  if (!request) return request;
  request->read_answer = &read_teams_answer;
  return request;
}

}  // namespace runledger::actions
