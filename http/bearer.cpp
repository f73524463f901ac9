#include "http/bearer.hpp"

#include <openssl/crypto.h>

#include <algorithm>

namespace runledger::http {
namespace {

constexpr std::size_t kLongestToken = 512;

bool is_token_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

Error refused(const char* why) {
  return {Errc::unauthorized, std::string(why) + " Send 'Authorization: Bearer <key>'."};
}

}  // namespace

Result<std::string_view> bearer_token(const Headers& headers) {
  const auto values = headers.all("Authorization");
  if (values.empty()) return refused("The Authorization header is missing.");
  if (values.size() > 1) return refused("There is more than one Authorization header.");
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view value = values.front();
  if (!equal_ignoring_case(value.substr(0, kScheme.size()), kScheme)) {
    return refused("The Authorization header does not use the Bearer scheme.");
  }
  const std::string_view token = value.substr(kScheme.size());
  if (token.empty() || token.size() > kLongestToken ||
      !std::all_of(token.begin(), token.end(), is_token_char)) {
    return refused("The bearer token is malformed.");
  }
  return token;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace runledger::http
