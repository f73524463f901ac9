#include "http/problem.hpp"

#include <utility>

#include "workflow/base/json.hpp"

namespace runledger::http {
namespace {

constexpr std::chrono::seconds kOverloadedRetry{1};   // a queue drains fast
constexpr std::chrono::seconds kUnavailableRetry{5};  // a database restart does not

void put_member(std::string_view name, std::string_view value, std::string& out) {
  if (out.back() != '{') out += ',';
  write_json_string(name, out);
  out += ':';
  write_json_string(value, out);
}

void put_errors(const std::vector<FieldProblem>& errors, std::string& out) {
  out += ",\"errors\":[";
  bool first = true;
  for (const FieldProblem& error : errors) {
    if (!std::exchange(first, false)) out += ',';
    out += '{';
    put_member("pointer", error.pointer, out);
    put_member("detail", error.detail, out);
    out += '}';
  }
  out += ']';
}

}  // namespace

int status_of(Errc code) {
  switch (code) {
    case Errc::invalid_input:
      return 400;
    case Errc::not_found:
      return 404;
    case Errc::already_exists:
    case Errc::conflict:
      return 409;
    case Errc::unauthorized:
      return 401;
    case Errc::limit_exceeded:
      return 413;
    case Errc::overloaded:
    case Errc::unavailable:
      return 503;
    case Errc::outcome_unknown:
      return 504;
    case Errc::expression_failed:
      return 422;
    case Errc::corrupt_history:
    case Errc::internal:
      return 500;
  }
  return 500;
}

std::string problem_type(Errc code) {
  return "https://runledger.dev/errors/" + std::string(name_of(code));
}

std::string occurrence_of(RequestId request) {
  return "urn:uuid:" + request.text();
}

Problem problem_of(const Error& error) {
  Problem problem;
  problem.status = status_of(error.code);
  problem.code = error.code;
  problem.detail = error.message;
  if (error.code == Errc::overloaded) problem.retry_after = kOverloadedRetry;
  if (error.code == Errc::unavailable) problem.retry_after = kUnavailableRetry;
  return problem;
}

Response problem_response(const Problem& problem) {
  Response response;
  response.status = problem.status;
  response.headers.add("Content-Type", "application/problem+json");
  if (problem.status == 401) response.headers.add("WWW-Authenticate", "Bearer realm=\"runledger\"");
  if (problem.retry_after) response.headers.add("Retry-After", std::to_string(problem.retry_after->count()));
  std::string& out = response.body;
  out = "{";
  put_member("type", problem_type(problem.code), out);
  put_member("title", reason_phrase(problem.status), out);
  out += ",\"status\":" + std::to_string(problem.status);
  put_member("detail", problem.detail, out);
  if (!problem.instance.empty()) put_member("instance", problem.instance, out);
  if (!problem.errors.empty()) put_errors(problem.errors, out);
  out += '}';
  return response;
}

Response problem_response(const Error& error) {
  return problem_response(problem_of(error));
}

Response problem_response(int status, Errc code, std::string detail) {
  Problem problem;
  problem.status = status;
  problem.code = code;
  problem.detail = std::move(detail);
  return problem_response(problem);
}

}  // namespace runledger::http
