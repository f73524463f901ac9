#include "actions/http/http_request.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "actions/http/http_authentication.hpp"
#include "actions/http/http_url.hpp"
#include "actions/http/parameters.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxHeaders = 100;

Result<std::string> read_method(const JsonObject& arguments) {
  Result<std::string> method = required_text(arguments, "method");
  if (!method) return method;
  for (char& c : *method) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const bool letters =
      std::all_of(method->begin(), method->end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (method->empty() || method->size() > 20 || !letters || *method == "CONNECT" || *method == "TRACE") {
    return Error{Errc::invalid_input,
                 "`method` must be GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or another "
                 "method's name of letters (not CONNECT or TRACE)"};
  }
  return method;
}

Result<HttpOutput> read_output(const JsonObject& arguments) {
  Result<std::optional<std::string>> output = optional_text(arguments, "output");
  if (!output) return std::move(output).error();
  const std::string name = output->value_or("content");
  if (name == "content") return HttpOutput::content;
  if (name == "raw") return HttpOutput::raw;
  if (name == "response") return HttpOutput::response;
  return Error{Errc::invalid_input, "`output` must be raw, content or response"};
}

Result<Done> set_all(const JsonObject& object, HttpHeaders& headers) {
  if (object.size() > kMaxHeaders) {
    return Error{Errc::invalid_input, "more than " + std::to_string(kMaxHeaders) + " headers"};
  }
  for (const auto& member : object) {
    if (member.value().is_null()) continue;
    const std::optional<std::string> value = scalar_text(member.value());
    if (!value) {
      return Error{Errc::invalid_input, "header `" + shorten(member.key(), 64) +
                                            "` must be a string, a number or a boolean, got " +
                                            std::string(kind_of(member.value()))};
    }
    const Result<Done> set = headers.set(member.key(), *value);
    if (!set) return set;
  }
  return Done{};
}

// The connection's own headers and credentials (vault.hpp).
Result<Done> set_connection_headers(const JsonObject& settings, HttpRequest& request, Redactor& redactor) {
  const Result<const JsonObject*> headers = optional_object(settings, "headers");
  if (!headers) return headers.error();
  if (*headers != nullptr) {
    const Result<Done> set = set_all(**headers, request.headers);
    if (!set) return set;
  }
  const Result<const JsonObject*> auth = optional_object(settings, "auth");
  if (!auth) return auth.error();
  if (*auth != nullptr) {
    const Result<std::string> type = required_text(**auth, "type");
    if (!type) return type.error();
    const Result<Done> set = *type == "basic" ? set_basic(**auth, request.headers, redactor)
                             : *type == "bearer"
                                 ? set_bearer(**auth, request.headers, redactor)
                                 : Error{Errc::invalid_input, "`auth.type` must be basic or bearer"};
    if (!set) return set;
  }
  for (const HttpHeader& header : request.headers.all()) {
    request.connection_headers.push_back(lower(header.name));
    if (is_credential_header(header.name)) redactor.add(header.value);
  }
  return Done{};
}

// JSON unless the content type says otherwise; then a string as it is, or an object as a form.
Result<Done> set_body(const JsonObject& arguments, HttpRequest& request) {
  const Json* body = find_member(arguments, "body");
  if (body == nullptr) return Done{};
  const std::string* type = request.headers.find("Content-Type");
  if (type == nullptr) {
    const Result<Done> set = request.headers.set("Content-Type", "application/json");
    if (!set) return set;
    type = request.headers.find("Content-Type");
  }
  if (is_json_type(*type)) {
    request.body = write_json(*body);
  } else if (body->is_string()) {
    request.body = std::string(body->get_string());
  } else if (body->is_object() && lower(*type).starts_with("application/x-www-form-urlencoded")) {
    request.body.emplace();
    return append_parameters(body->get_object(), "form field", *request.body);
  } else {
    return Error{Errc::invalid_input, "`body` must be a string for content type " + shorten(*type, 100) +
                                          ", got " + std::string(kind_of(*body))};
  }
  return Done{};
}

// A JSON pointer may hold any character; a header value may not.
std::string visible_ascii(std::string_view text) {
  std::string visible;
  for (const char c : text) {
    if (c > 0x20 && c < 0x7f) {
      visible += c;
    } else {
      visible += percent_encode(std::string_view(&c, 1));
    }
  }
  return visible;
}

Result<Done> set_headers(const JsonObject& arguments, const Connection* connection,
                         const HttpIdentity& identity, HttpRequest& request, Redactor& redactor) {
  Result<Done> set = request.headers.set("User-Agent", identity.user_agent);
  if (!set) return set;
  set = request.headers.set("Idempotency-Key", visible_ascii(identity.idempotency_key));
  if (!set) return set;
  if (connection != nullptr) {
    HttpRequest own;
    set = set_connection_headers(connection->settings.get_object(), own, redactor);
    if (!set) return set;
    request.connection_headers = std::move(own.connection_headers);
    for (const HttpHeader& header : own.headers.all()) {
      set = request.headers.set(header.name, header.value);
      if (!set) return set;
    }
  }
  set = set_authentication(arguments, request, redactor);
  if (!set) return set;
  const Result<const JsonObject*> headers = optional_object(arguments, "headers");
  if (!headers) return headers.error();
  return *headers == nullptr ? Result<Done>(Done{}) : set_all(**headers, request.headers);
}

}  // namespace

Result<HttpRequest> read_http_request(const JsonObject& arguments, const Connection* connection,
                                      const HttpIdentity& identity, Redactor& redactor) {
  HttpRequest request;
  Result<std::string> method = read_method(arguments);
  if (!method) return std::move(method).error();
  request.method = *std::move(method);
  const Result<HttpOutput> output = read_output(arguments);
  if (!output) return output.error();
  request.output = *output;
  const Result<bool> redirect = optional_flag(arguments, "redirect", false);
  if (!redirect) return redirect.error();
  request.follow_redirects = *redirect;
  request.stay_at_origin = connection != nullptr;
  Result<Url> url = read_http_url(arguments, connection);
  if (!url) return std::move(url).error();
  request.url = *std::move(url);
  Result<Done> set = set_headers(arguments, connection, identity, request, redactor);
  if (!set) return std::move(set).error();
  set = set_body(arguments, request);
  if (!set) return std::move(set).error();
  return request;
}

bool is_idempotent_method(std::string_view method) {
  constexpr std::array<std::string_view, 5> kIdempotent{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
  return std::find(kIdempotent.begin(), kIdempotent.end(), method) != kIdempotent.end();
}

bool is_json_type(std::string_view content_type) {
  std::string type = lower(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  return type == "application/json" || type == "text/json" || type.ends_with("+json");
}

}  // namespace runledger::actions
