#include "http/webhooks/body_check.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "workflow/schema/schema.hpp"

namespace runledger::http::webhooks {
namespace {

Refusal unsupported(std::string detail) {
  Problem problem;
  problem.status = 415;
  problem.code = Errc::invalid_input;
  problem.detail = std::move(detail);
  return {"unsupported_media_type", std::move(problem)};
}

bool is_json_type(std::string_view type) {
  if (equal_ignoring_case(type, "application/json")) return true;
  constexpr std::string_view kPrefix = "application/";
  constexpr std::string_view kSuffix = "+json";  // RFC 6839 §3.1
  return type.size() > kPrefix.size() + kSuffix.size() &&
         equal_ignoring_case(type.substr(0, kPrefix.size()), kPrefix) &&
         equal_ignoring_case(type.substr(type.size() - kSuffix.size()), kSuffix);
}

// The charset parameter of a media type without its quotes; empty when there is none.
std::string_view charset_of(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto end = parameters.find(';');
    const std::string_view parameter = trimmed(parameters.substr(0, end));
    parameters = end == std::string_view::npos ? "" : parameters.substr(end + 1);
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos || !equal_ignoring_case(parameter.substr(0, equals), "charset"))
      continue;
    std::string_view value = parameter.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return value;
  }
  return "";
}

Refusal malformed(const Error& error, bool empty) {
  Problem problem;
  problem.status = 400;
  problem.code = error.code;
  problem.detail =
      empty ? "The content is empty; send a JSON document." : "The content is not JSON: " + error.message;
  return {"malformed_json", std::move(problem)};
}

Refusal violates_schema(const std::vector<schema::Violation>& violations) {
  Problem problem;
  problem.status = 422;
  problem.code = Errc::invalid_input;
  problem.detail = "The content does not fit the workflow's input schema; see 'errors' for each place.";
  for (const schema::Violation& violation : violations) {
    problem.errors.push_back({violation.instance_pointer, violation.message});
  }
  return {"schema_violation", std::move(problem)};
}

}  // namespace

std::optional<Refusal> check_content_type(const Request& request) {
  const std::string* encoding = request.headers.find("Content-Encoding");
  if (encoding != nullptr && !equal_ignoring_case(*encoding, "identity")) {
    return unsupported("A Content-Encoding is not supported; send the JSON document as it is.");
  }
  const auto types = request.headers.all("Content-Type");
  if (types.size() != 1) return unsupported("Send exactly one Content-Type header: application/json.");
  const auto semicolon = types.front().find(';');
  if (!is_json_type(trimmed(types.front().substr(0, semicolon)))) {
    return unsupported("This Content-Type is not supported; send JSON as application/json.");
  }
  const std::string_view charset =
      semicolon == std::string_view::npos ? "" : charset_of(types.front().substr(semicolon + 1));
  if (!charset.empty() && !equal_ignoring_case(charset, "utf-8")) {
    return unsupported("JSON is UTF-8 (RFC 8259); this charset is not supported.");
  }
  return std::nullopt;
}

std::variant<Json, Refusal> read_input(const Request& request, const definition::Program& program,
                                       std::size_t json_depth) {
  const JsonLimits limits{request.body.size(), json_depth};  // the server has bounded the size
  auto document = parse_json(request.body, limits);
  if (!document) return malformed(document.error(), request.body.empty());
  if (program.data.input_schema) {
    const auto violations = schema::validate(*program.data.input_schema, *document);
    if (!violations.empty()) return violates_schema(violations);
  }
  return std::move(*document);
}

}  // namespace runledger::http::webhooks
