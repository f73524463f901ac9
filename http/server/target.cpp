#include "http/server/target.hpp"

#include <algorithm>
#include <cstdint>

namespace runledger::http::server {
namespace {

constexpr std::size_t kMostParameters = 128;

Refusal bad(std::string detail) {
  return {400, Errc::invalid_input, std::move(detail)};
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Length of the UTF-8 sequence at the front of `text`, 0 when it is malformed (RFC 3629 §4).
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool out_of_range = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return overlong || out_of_range ? 0 : length;
}

bool is_clean_text(std::string_view text) {
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x20 || lead == 0x7F) return false;
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// Undoes percent-escapes; nothing when one is malformed or the outcome is not clean UTF-8 text.
std::optional<std::string> decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high << 4 | low);
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_blank ? ' ' : text[i];
    }
  }
  if (!is_clean_text(out)) return std::nullopt;
  return out;
}

std::optional<Refusal> read_path(std::string_view path, Request& request) {
  request.raw_path = path;
  std::string_view rest = path.substr(1);
  for (;;) {
    const auto slash = rest.find('/');
    auto segment = decode(rest.substr(0, slash), false);
    if (!segment) return bad("The path must be UTF-8 without control characters, escaped as %XX.");
    if (*segment == "." || *segment == "..") return bad("Dot segments are not allowed in the path.");
    request.segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(slash + 1);
  }
}

std::optional<Refusal> read_query(std::string_view query, Request& request) {
  std::size_t count = 0;
  while (!query.empty()) {
    const auto ampersand = query.find('&');
    const std::string_view pair = query.substr(0, ampersand);
    query = ampersand == std::string_view::npos ? "" : query.substr(ampersand + 1);
    if (pair.empty()) continue;
    if (++count > kMostParameters) return bad("There are more than 128 query parameters.");
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::string() : decode(pair.substr(equals + 1), true);
    if (!name || !value) return bad("The query must be UTF-8 without control characters, escaped as %XX.");
    request.query.add(std::move(*name), std::move(*value));
  }
  return std::nullopt;
}

// Cuts "http://host" off an absolute-form target and gives the host; nothing when it is not of that form.
std::optional<std::string_view> take_authority(std::string_view& target) {
  const std::string_view scheme = target.substr(0, target.find(':') + 1);
  if (!equal_ignoring_case(scheme, "http:") && !equal_ignoring_case(scheme, "https:")) return std::nullopt;
  std::string_view rest = target.substr(scheme.size());
  if (rest.substr(0, 2) != "//") return std::nullopt;
  rest.remove_prefix(2);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.empty() || authority.find('@') != std::string_view::npos) return std::nullopt;
  target = rest.substr(authority.size());
  return authority;
}

}  // namespace

std::optional<Refusal> read_target(std::string_view target, Request& request) {
  request.target = target;
  const bool visible = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (target.empty() || !visible || target.find('#') != std::string_view::npos) {
    return bad("The request target must be visible ASCII without a fragment; escape anything else as %XX.");
  }
  if (target == "*" && request.method == Method::options) {
    request.raw_path = "*";
    return std::nullopt;
  }
  if (target.front() != '/') {
    const auto authority = take_authority(target);
    if (!authority)
      return bad("The request target must be a path such as /webhooks/..., or an absolute http URL.");
    request.headers.set("Host", std::string(*authority));
  }
  const auto question = target.find('?');
  const std::string_view path = target.substr(0, question);
  if (auto refusal = read_path(path.empty() ? "/" : path, request)) return refusal;
  return question == std::string_view::npos ? std::nullopt : read_query(target.substr(question + 1), request);
}

}  // namespace runledger::http::server
