#include "http/server/head_check.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace runledger::http::server {
namespace {

constexpr std::size_t kMostLengthDigits = 18;  // fits 64 bits with room to spare

Refusal bad(std::string detail) {
  return {400, Errc::invalid_input, std::move(detail)};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// uri-host [":" port] (RFC 3986 §3.2.2) by its alphabet; what the name means is nobody's business here.
bool is_host(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~%!$&'()*+,;=:[]").find(c) != std::string_view::npos;
  });
}

std::optional<Refusal> check_host(const RawRequest& request) {
  const auto hosts = request.headers.all("Host");
  if (hosts.size() > 1) return bad("There is more than one Host header; send exactly one.");
  if (hosts.empty() && request.version == 11)
    return bad("The Host header is missing; HTTP/1.1 needs exactly one.");
  if (!hosts.empty() && !is_host(hosts.front())) return bad("The Host header is malformed.");
  return std::nullopt;
}

std::optional<Refusal> check_framing(const RawRequest& request) {
  const auto lengths = request.headers.all("Content-Length");
  const auto codings = request.headers.all("Transfer-Encoding");
  if (!lengths.empty() && !codings.empty()) {
    return bad("Content-Length and Transfer-Encoding exclude each other; send one of them.");
  }
  if (lengths.size() > 1) return bad("There is more than one Content-Length header; send exactly one.");
  if (!lengths.empty()) {
    const std::string_view length = lengths.front();
    if (length.empty() || length.size() > kMostLengthDigits ||
        !std::all_of(length.begin(), length.end(), is_digit)) {
      return bad("Content-Length must be a decimal number of bytes, digits only.");
    }
  }
  if (codings.empty()) return std::nullopt;
  if (request.version == 10) return bad("HTTP/1.0 has no Transfer-Encoding; use HTTP/1.1 or Content-Length.");
  if (codings.size() > 1) return bad("There is more than one Transfer-Encoding header; send exactly one.");
  if (!equal_ignoring_case(codings.front(), "chunked")) {
    return Refusal{501, Errc::invalid_input,
                   "This Transfer-Encoding is not supported; use 'chunked' alone, or Content-Length."};
  }
  return std::nullopt;
}

// True when a comma-separated header holds `token`, in any case.
bool has_token(const Headers& headers, std::string_view name, std::string_view token) {
  for (std::string_view value : headers.all(name)) {
    for (std::string_view item : list_items(value)) {
      if (equal_ignoring_case(item, token)) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<Refusal> check_head(const RawRequest& request, HeadFacts& facts) {
  if (auto refusal = check_host(request)) return refusal;
  if (auto refusal = check_framing(request)) return refusal;
  const auto expectations = request.headers.all("Expect");
  if (!expectations.empty() &&
      (expectations.size() > 1 || !equal_ignoring_case(expectations.front(), "100-continue"))) {
    return Refusal{417, Errc::invalid_input, "The only expectation supported is 'Expect: 100-continue'."};
  }
  facts.expects_continue =
      !expectations.empty() && request.version == 11;  // RFC 9110 §10.1.1: not for HTTP/1.0
  const bool close = has_token(request.headers, "Connection", "close");
  const bool keep = has_token(request.headers, "Connection", "keep-alive");
  facts.keep_alive = !close && (request.version == 11 || keep);
  return std::nullopt;
}

}  // namespace runledger::http::server
