#include "actions/http/headers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "actions/call/characters.hpp"
#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

// Fields that decide where a message ends or goes to: a definition that could set them could smuggle
// requests.
constexpr std::array<std::string_view, 11> kOwnedByEngine{"accept-encoding",
                                                          "connection",
                                                          "content-length",
                                                          "expect",
                                                          "host",
                                                          "keep-alive",
                                                          "proxy-authorization",
                                                          "te",
                                                          "trailer",
                                                          "transfer-encoding",
                                                          "upgrade"};

bool is_token_character(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return is_letter_or_digit(c) || kMarks.find(c) != std::string_view::npos;
}

bool is_forbidden(char c) {
  return is_control(c) && c != '\t';
}

}  // namespace

bool same_name(std::string_view left, std::string_view right) {
  return lower(left) == lower(right);
}

Result<Done> HttpHeaders::set(std::string_view name, std::string_view value) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_token_character)) {
    return Error{Errc::invalid_input, "header name \"" + shorten(name, 64) +
                                          "\" may only hold letters, digits and !#$%&'*+-.^_`|~"};
  }
  if (std::find(kOwnedByEngine.begin(), kOwnedByEngine.end(), lower(name)) != kOwnedByEngine.end()) {
    return Error{Errc::invalid_input,
                 "header `" + std::string(name) + "` is set by the engine itself: leave it out"};
  }
  if (std::any_of(value.begin(), value.end(), is_forbidden)) {
    return Error{Errc::invalid_input, "the value of header `" + std::string(name) +
                                          "` holds a line break or another control character"};
  }
  remove(name);
  headers_.push_back({std::string(name), std::string(value)});
  return Done{};
}

void HttpHeaders::append(std::string name, std::string value) {
  headers_.push_back({std::move(name), std::move(value)});
}

void HttpHeaders::remove(std::string_view name) {
  std::erase_if(headers_, [name](const HttpHeader& header) { return same_name(header.name, name); });
}

const std::string* HttpHeaders::find(std::string_view name) const {
  const auto found = std::find_if(headers_.begin(), headers_.end(),
                                  [name](const HttpHeader& header) { return same_name(header.name, name); });
  return found == headers_.end() ? nullptr : &found->value;
}

bool is_credential_header(std::string_view name) {
  const std::string low = lower(name);
  constexpr std::array<std::string_view, 6> kMarks{"authoriz", "authenti", "cookie",
                                                   "token",    "secret",   "key"};
  if (low == "idempotency-key") return false;
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&low](std::string_view mark) { return low.find(mark) != std::string::npos; });
}

}  // namespace runledger::actions
