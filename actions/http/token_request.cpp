#include "actions/http/token_request.hpp"

#include <boost/json/value.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "workflow/base/sha256.hpp"

namespace runledger::actions {
namespace {

constexpr char kDefaultTokenPath[] = "/oauth2/token";
constexpr char kFormType[] = "application/x-www-form-urlencoded";

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr char kDiscoveryPath[] = "/.well-known/openid-configuration";

Result<std::string> token_path(const JsonObject& oauth2) {
  std::string path = kDefaultTokenPath;
  const Result<const JsonObject*> endpoints = optional_object(oauth2, "endpoints");
  if (!endpoints) return endpoints.error();
  if (*endpoints != nullptr) {
    Result<std::optional<std::string>> token = optional_text(**endpoints, "token");
    if (!token) return std::move(token).error();
    if (*token) path = **token;
  }
  return path.starts_with('/') ? path : "/" + path;
}

// The specification's examples write an OpenID authority both as the issuer and as its discovery document.
Result<Url> first_url(const JsonObject& settings, TokenAuthority kind) {
  Result<std::string> authority = required_text(settings, "authority");
  if (!authority) return std::move(authority).error();
  while (authority->ends_with('/')) authority->pop_back();
  if (kind == TokenAuthority::openid) {
    if (!authority->ends_with(kDiscoveryPath)) *authority += kDiscoveryPath;
  } else {
    Result<std::string> path = token_path(settings);
    if (!path) return std::move(path).error();
    *authority += *path;
  }
  Result<Url> url = parse_url(*authority);
  if (!url) return Error{url.error().code, "`authority`: " + url.error().message};
  if ((url->scheme != "http" && url->scheme != "https") || !url->user.empty() || !url->password.empty()) {
    return Error{Errc::invalid_input, "`authority` must be a plain http:// or https:// URL"};
  }
  return url;
}

Result<Done> add_text(const JsonObject& object, std::string_view name, const char* field, Fields& fields) {
  Result<std::string> text = required_text(object, name);
  if (!text) return std::move(text).error();
  fields.emplace_back(field, *std::move(text));
  return Done{};
}

// RFC 6749 §3.3 joins scopes with spaces; audiences are joined the same way.
Result<Done> add_list(const JsonObject& oauth2, std::string_view name, const char* field, Fields& fields) {
  const Result<std::vector<std::string>> texts = text_list(oauth2, name);
  if (!texts) return texts.error();
  std::string joined;
  for (const std::string& text : *texts) joined += (joined.empty() ? "" : " ") + text;
  if (!joined.empty()) fields.emplace_back(field, std::move(joined));
  return Done{};
}

// How the client says who it is (RFC 6749 §2.3.1).
Result<Done> add_client(const JsonObject& oauth2, TokenRequest& request, Fields& fields, Redactor& redactor) {
  const Result<const JsonObject*> client = optional_object(oauth2, "client");
  if (!client) return client.error();
  if (*client == nullptr) return Done{};
  const Result<std::string> id = required_text(**client, "id");
  if (!id) return id.error();
  const Result<std::optional<std::string>> secret = optional_text(**client, "secret");
  if (!secret) return secret.error();
  const Result<std::optional<std::string>> way = optional_text(**client, "authentication");
  if (!way) return way.error();
  const std::string method = way->value_or(*secret ? "client_secret_post" : "none");
  if (*secret) redactor.add(**secret);
  if (method != "none" && !*secret) return Error{Errc::invalid_input, "`client.secret` is missing"};
  if (method == "client_secret_basic") {
    const std::string pair = percent_encode(*id) + ":" + percent_encode(**secret);
    redactor.add(pair);
    request.authorization = "Basic " + to_base64(pair);
    return Done{};
  }
  if (method != "client_secret_post" && method != "none") {
    return Error{Errc::invalid_input,
                 "`client.authentication` must be client_secret_basic, client_secret_post or none"};
  }
  fields.emplace_back("client_id", *id);
  if (method == "client_secret_post") fields.emplace_back("client_secret", **secret);
  return Done{};
}

Result<Done> add_grant(const JsonObject& oauth2, Fields& fields, Redactor& redactor) {
  const Result<std::string> grant = required_text(oauth2, "grant");
  if (!grant) return grant.error();
  fields.emplace_back("grant_type", *grant);
  if (*grant == "client_credentials") return Done{};
  if (*grant != "password") {
    return Error{Errc::invalid_input, "`grant` must be client_credentials or password"};
  }
  const Result<Done> user = add_text(oauth2, "username", "username", fields);
  if (!user) return user;
  const Result<Done> password = add_text(oauth2, "password", "password", fields);
  if (password) redactor.add(fields.back().second);
  return password;
}

Result<Done> set_body(const JsonObject& oauth2, const Fields& fields, TokenRequest& request) {
  request.content_type = kFormType;
  const Result<const JsonObject*> settings = optional_object(oauth2, "request");
  if (!settings) return settings.error();
  if (*settings != nullptr) {
    const Result<std::optional<std::string>> encoding = optional_text(**settings, "encoding");
    if (!encoding) return encoding.error();
    request.content_type = encoding->value_or(kFormType);
  }
  if (request.content_type == "application/json") {
    JsonObject object;
    for (const auto& [name, value] : fields) object[name] = value;
    request.body = write_json(Json(std::move(object)));
    return Done{};
  }
  if (request.content_type != kFormType) {
    return Error{Errc::invalid_input,
                 "`request.encoding` must be application/json or " + std::string(kFormType)};
  }
  for (const auto& [name, value] : fields) {
    request.body += (request.body.empty() ? "" : "&") + name + "=" + percent_encode(value);
  }
  return Done{};
}

}  // namespace

std::string TokenRequest::key() const {
  return sha256_hex(url.text() + "\n" + content_type + "\n" + authorization + "\n" + body);
}

Result<TokenRequest> read_token_request(const JsonObject& oauth2, TokenAuthority authority,
                                        Redactor& redactor) {
  TokenRequest request;
  request.discovery = authority == TokenAuthority::openid;
  Result<Url> url = first_url(oauth2, authority);
  if (!url) return std::move(url).error();
  request.url = *std::move(url);
  Fields fields;
  Result<Done> added = add_grant(oauth2, fields, redactor);
  if (added) added = add_client(oauth2, request, fields, redactor);
  if (added) added = add_list(oauth2, "scopes", "scope", fields);
  if (added) added = add_list(oauth2, "audiences", "audience", fields);
  if (added) added = set_body(oauth2, fields, request);
  if (!added) return std::move(added).error();
  return request;
}

}  // namespace runledger::actions
