#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/call/redactor.hpp"
#include "actions/http/headers.hpp"
#include "actions/http/token_request.hpp"
#include "actions/network/url.hpp"
#include "workflow/ports/vault.hpp"
#include "workflow/run/commands.hpp"

namespace runledger::actions {

struct UserCredentials {
  std::string username;
  std::string password;
};

struct HttpAnswer;  // http_outcome.hpp
struct HttpRequest;
// What an answer means.
using AnswerReader = run::ActionOutcome (*)(const HttpRequest&, const HttpAnswer&);

enum class HttpOutput { content, raw, response };

// A request, ready to be sent.
struct HttpRequest {
  std::string method;  // upper case
  Url url;
  HttpHeaders headers;
  std::vector<std::string> connection_headers;  // names of those that came from the connection
  std::optional<UserCredentials> digest;  // answers a challenge (RFC 7616); libcurl holds the conversation
  std::optional<TokenRequest> token;      // to be had before the request can be sent
  std::optional<std::string> body;
  HttpOutput output = HttpOutput::content;
  bool follow_redirects = false;
  int waits_left = 0;  // how often a 429 or 503 that says when to come back (Retry-After) is heeded
  AnswerReader read_answer = nullptr;  // null: as `call: http` does
  bool stay_at_origin = false;         // a connection's credentials are inside
};

// What every request carries besides its arguments.
struct HttpIdentity {
  std::string_view idempotency_key;
  std::string_view user_agent;
};

// Builds the request of a `call: http` from its evaluated arguments: {"method","uri","headers"?,"query"?,
// "body"?,"output"?,"redirect"?,"authentication"?}, see README.md. `connection` is null or of kind http: then
// the uri is a path below its baseUrl, or an absolute URL that lies below it. Credentials that it makes up
// (base64 of user and password) are added to `redactor`.
// Errors: invalid_input naming the argument.
Result<HttpRequest> read_http_request(const JsonObject& arguments, const Connection* connection,
                                      const HttpIdentity& identity, Redactor& redactor);

// RFC 9110 §9.2.2: sending it twice has the effect of sending it once.
bool is_idempotent_method(std::string_view method);
// "application/json" or "...+json", whatever the parameters.
bool is_json_type(std::string_view content_type);

}  // namespace runledger::actions
