#include "actions/http/token_answer.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "actions/call/outcome.hpp"
#include "workflow/base/json.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

constexpr char kTitle[] = "No access token could be had for the call";
constexpr std::size_t kMaxTokenBytes = 16 * 1024;
// When the answer does not say; and the longest that is believed.
constexpr std::chrono::seconds kUsualLifetime{60};
constexpr std::int64_t kLongestLifetime = 24 * 3600;

bool is_visible(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// " (invalid_client)", when the answer has such a code (RFC 6749 §5.2).
std::string error_code(const JsonObject& answer) {
  const Json* code = answer.if_contains("error");
  if (code == nullptr || !code->is_string()) return "";
  const std::string_view text(code->get_string());
  const bool plain = text.size() <= 64 && is_visible(text);
  return plain ? " (" + std::string(text) + ")" : "";
}

Result<AccessToken> token_in(const JsonObject& answer) {
  const Result<std::string> text = required_text(answer, "access_token");
  if (!text) return text.error();
  if (!is_visible(*text) || text->size() > kMaxTokenBytes) {
    return Error{Errc::invalid_input, "its `access_token` cannot be sent in a header"};
  }
  const Result<std::optional<std::string>> type = optional_text(answer, "token_type");
  if (!type) return type.error();
  if (lower(type->value_or("bearer")) != "bearer") {
    return Error{Errc::invalid_input, "its token is of another type than Bearer"};
  }
  AccessToken token{*text, kUsualLifetime};
  if (const Json* expires = find_member(answer, "expires_in"); expires != nullptr && expires->is_number()) {
    boost::system::error_code failure;
    const auto seconds = expires->to_number<std::int64_t>(failure);
    if (!failure)
      token.lifetime = std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kLongestLifetime));
  }
  return token;
}

}  // namespace

Result<Url> read_discovery(const Url& document, long status, std::string_view body) {
  if (status != 200) return Error{Errc::invalid_input, "it answered " + std::to_string(status)};
  const Result<Json> parsed = parse_json(body);
  if (!parsed || !parsed->is_object()) return Error{Errc::invalid_input, "it is no JSON object"};
  Result<std::string> issuer = required_text(parsed->get_object(), "issuer");
  if (!issuer) return std::move(issuer).error();
  while (issuer->ends_with('/')) issuer->pop_back();
  if (*issuer + "/.well-known/openid-configuration" != document.text()) {
    return Error{Errc::invalid_input, "its `issuer` is another than the `authority`"};
  }
  const Result<std::string> text = required_text(parsed->get_object(), "token_endpoint");
  if (!text) return text.error();
  Result<Url> endpoint = parse_url(*text);
  const bool usable =
      endpoint && endpoint->user.empty() && endpoint->password.empty() &&
      (endpoint->scheme == "https" || (endpoint->scheme == "http" && document.scheme == "http"));
  if (!usable) return Error{Errc::invalid_input, "its `token_endpoint` is no https:// URL"};
  return endpoint;
}

TokenOrOutcome no_token(const Url& endpoint, const std::string& why) {
  return failed(run::error_type::kCommunication, 503, kTitle,
                "the token endpoint " + endpoint.shown() + ": " + why);
}

TokenOrOutcome read_token_answer(const Url& endpoint, long status, std::string_view body) {
  const Result<Json> parsed = parse_json(body);
  const JsonObject answer = parsed && parsed->is_object() ? parsed->get_object() : JsonObject();
  if (status >= 400 && status < 500 && status != 408 && status != 429) {
    return failed(run::error_type::kAuthentication, 401, kTitle,
                  "the token endpoint " + endpoint.shown() + " answered " + std::to_string(status) +
                      error_code(answer));
  }
  if (status != 200) return no_token(endpoint, "it answered " + std::to_string(status));
  Result<AccessToken> token = token_in(answer);
  if (!token) return no_token(endpoint, "its answer holds no usable token: " + token.error().message);
  return *std::move(token);
}

}  // namespace runledger::actions
