#include "http/server/answer_text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>

#include "http/problem.hpp"

namespace runledger::http::server {
namespace {

// Set by the server alone: a handler's own would contradict the framing.
constexpr std::array<std::string_view, 5> kReserved = {"Date", "Content-Length", "Connection",
                                                       "Transfer-Encoding", "X-Request-Id"};

bool is_reserved(std::string_view name) {
  return std::any_of(kReserved.begin(), kReserved.end(),
                     [&](std::string_view reserved) { return equal_ignoring_case(name, reserved); });
}

bool is_safe(const Response& response) {
  constexpr std::string_view kBreaking{"\r\n\0", 3};
  if (response.status < 200 || response.status > 599) return false;
  return std::all_of(response.headers.begin(), response.headers.end(), [&](const Field& field) {
    return !field.name.empty() && field.name.find_first_of(kBreaking) == std::string::npos &&
           field.name.find(':') == std::string::npos &&
           field.value.find_first_of(kBreaking) == std::string::npos;
  });
}

// IMF-fixdate (RFC 9110 §5.6.7), made anew once a second and thread.
std::string_view http_date() {
  thread_local std::time_t made_at = 0;
  thread_local std::array<char, 64> text{};
  thread_local std::size_t length = 0;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    made_at = now;
  }
  return {text.data(), length};
}

bool may_have_body(int status) {
  return status != 204 && status != 304;
}

void put_line(std::string_view name, std::string_view value, std::string& out) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool sends_body(const Response& response, const AnswerFacts& facts) {
  return !facts.head_request && may_have_body(response.status) && !response.body.empty();
}

std::string answer_head(Response& response, const AnswerFacts& facts, bool close) {
  if (!is_safe(response)) {
    spdlog::error("http_answer_malformed id={} status={}", facts.request_id.text(), response.status);
    response = problem_response(500, Errc::internal, "Runledger made an answer that cannot be sent.");
  }
  std::string out;
  out.reserve(256 + response.headers.size() * 48);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason_phrase(response.status)).append("\r\n");
  put_line("Date", http_date(), out);
  for (const Field& field : response.headers) {
    if (!is_reserved(field.name)) put_line(field.name, field.value, out);
  }
  if (may_have_body(response.status)) put_line("Content-Length", std::to_string(response.body.size()), out);
  put_line("X-Request-Id", facts.request_id.text(), out);
  if (close) {
    put_line("Connection", "close", out);
  } else if (facts.http_version == 10) {
    put_line("Connection", "keep-alive", out);
  }
  return out.append("\r\n");
}

}  // namespace runledger::http::server
