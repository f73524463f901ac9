#include "http/webhooks/prefer.hpp"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace runledger::http::webhooks {
namespace {

std::optional<std::chrono::seconds> read_seconds(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  std::uint32_t seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace

std::optional<std::chrono::seconds> preferred_wait(const Headers& headers) {
  for (const std::string_view value : headers.all("Prefer")) {
    for (const std::string_view preference : list_items(value)) {
      const std::string_view pair = trimmed(preference.substr(0, preference.find(';')));
      const auto equals = pair.find('=');
      if (!equal_ignoring_case(trimmed(pair.substr(0, equals)), "wait")) continue;
      return equals == std::string_view::npos ? std::nullopt : read_seconds(trimmed(pair.substr(equals + 1)));
    }
  }
  return std::nullopt;
}

}  // namespace runledger::http::webhooks
