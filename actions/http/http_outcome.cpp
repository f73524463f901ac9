#include "actions/http/http_outcome.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "actions/call/encodings.hpp"
#include "actions/call/outcome.hpp"
#include "actions/http/charset.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

// Of an error's answer, which is kept in events and shown in lists.
constexpr std::size_t kMaxErrorBodyBytes = 16 * 1024;
constexpr char kFailedTitle[] = "The HTTP call failed";

std::string shown(const HttpRequest& request) {
  return request.method + " " + request.url.shown();
}

// In UTF-8, whatever charset it came in. The body as JSON when it says it is JSON and is, as text otherwise.
// A malformed body is no failure of the call: its effect has happened, and failing would invite a repetition.
Json content_of(const HttpAnswer& answer) {
  if (answer.body.empty()) return nullptr;
  const std::string* type = answer.headers.find("Content-Type");
  std::string text = to_utf8(answer.body, type == nullptr ? "" : charset_of(*type));
  if (type != nullptr && is_json_type(*type)) {
    JsonLimits limits;
    limits.max_bytes = text.size();
    Result<Json> parsed = parse_json(text, limits);
    if (parsed) return *std::move(parsed);
  }
  return Json(text);
}

// Names in lower case; repeated fields joined (RFC 9110 §5.3). A cookie is a credential of a session.
JsonObject answer_headers(const HttpAnswer& answer) {
  JsonObject headers;
  for (const HttpHeader& header : answer.headers.all()) {
    const std::string name = lower(header.name);
    if (name == "set-cookie") continue;
    const std::string value = to_valid_utf8(header.value);
    Json& kept = headers[name];
    kept = kept.is_string() ? std::string(kept.get_string()) + ", " + value : value;
  }
  return headers;
}

JsonObject request_headers(const HttpRequest& request) {
  JsonObject headers;
  for (const HttpHeader& header : request.headers.all()) {
    const std::string name = lower(header.name);
    const bool hidden = is_credential_header(name) ||
                        std::find(request.connection_headers.begin(), request.connection_headers.end(),
                                  name) != request.connection_headers.end();
    headers[name] = hidden ? std::string(kRedacted) : to_valid_utf8(header.value);
  }
  return headers;
}

Json response_of(const HttpRequest& request, const HttpAnswer& answer) {
  JsonObject asked;
  asked["method"] = request.method;
  asked["uri"] = request.url.shown();
  asked["headers"] = request_headers(request);
  JsonObject response;
  response["request"] = std::move(asked);
  response["statusCode"] = answer.status;
  response["headers"] = answer_headers(answer);
  response["content"] = content_of(answer);
  return response;
}

SharedJson error_response(const HttpAnswer& answer) {
  JsonObject response;
  response["status"] = answer.status;
  response["headers"] = answer_headers(answer);
  response["body"] = answer.body.size() <= kMaxErrorBodyBytes
                         ? content_of(answer)
                         : Json(to_valid_utf8(shorten(answer.body, kMaxErrorBodyBytes)));
  return share(std::move(response));
}

}  // namespace

run::ActionOutcome outcome_of(const HttpRequest& request, const HttpAnswer& answer) {
  return request.read_answer == nullptr ? plain_outcome_of(request, answer)
                                        : request.read_answer(request, answer);
}

run::ActionOutcome plain_outcome_of(const HttpRequest& request, const HttpAnswer& answer) {
  const long limit = request.follow_redirects ? 400 : 300;
  if (answer.status < 200 || answer.status >= limit) {
    std::string detail = shown(request) + " answered " + std::to_string(answer.status);
    if (answer.status >= 300 && answer.status < 400) {
      detail += ": redirections count as errors unless `redirect: true`";
    }
    return failed(run::error_type::kCommunication, static_cast<int>(answer.status), kFailedTitle,
                  std::move(detail), error_response(answer));
  }
  switch (request.output) {
    case HttpOutput::content:
      return succeeded(content_of(answer));
    case HttpOutput::raw:
      return succeeded(Json(to_base64(answer.body)));
    case HttpOutput::response:
      return succeeded(response_of(request, answer));
  }
  return succeeded(nullptr);
}

run::ActionOutcome outcome_of(const HttpRequest& request, const HttpFailure& failure) {
  const std::string what = shown(request) + ": " + failure.why;
  if (failure.too_large) {
    return failed(run::error_type::kCommunication, 502, kFailedTitle,
                  shown(request) + " answered " + std::to_string(failure.status) + ", but " + failure.why);
  }
  if (failure.redirect_refused) {
    return failed(run::error_type::kCommunication, 502, kFailedTitle,
                  shown(request) + " answered " + std::to_string(failure.status) + ", but " + failure.why);
  }
  if (failure.address_refused) {
    return failed(run::error_type::kConfiguration, 403, "The call's address is not allowed", what);
  }
  if (failure.out_of_time) return run::TimedOut{};
  if (failure.may_have_arrived && !is_idempotent_method(request.method)) {
    return run::OutcomeUnknown{shorten(
        to_valid_utf8(what +
                      "; the request may have arrived, so it was not repeated: look at the other side"),
        2'000)};
  }
  return failed(run::error_type::kCommunication, failure.may_have_arrived ? 502 : 503, kFailedTitle, what);
}

}  // namespace runledger::actions
