#include "actions/network/url.hpp"

#include <curl/curl.h>

#include <memory>

#include "actions/call/characters.hpp"
#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxUrlBytes = 8 * 1024;
// PostgreSQL's URLs have a scheme that libcurl does not speak and may leave out the host (a local socket).
constexpr unsigned kReadFlags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_NO_AUTHORITY;

struct HandleDeleter {
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};
using Handle = std::unique_ptr<CURLU, HandleDeleter>;

std::string part(const Handle& handle, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(handle.get(), which, &text, flags) != CURLUE_OK || text == nullptr) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

Result<Done> read_into(const Handle& handle, std::string_view text) {
  if (has_control(text) || text.find('\\') != std::string_view::npos)
    return Error{Errc::invalid_input, "the URL holds a control character or a backslash"};
  if (text.size() > kMaxUrlBytes) {
    return Error{Errc::invalid_input, "the URL is longer than " + std::to_string(kMaxUrlBytes) + " bytes"};
  }
  const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), kReadFlags);
  if (code != CURLUE_OK) {
    return Error{Errc::invalid_input, std::string("the URL cannot be read: ") + curl_url_strerror(code)};
  }
  return Done{};
}

Result<Url> url_of(const Handle& handle) {
  Url url;
  url.scheme = lower(part(handle, CURLUPART_SCHEME));
  url.host = lower(part(handle, CURLUPART_HOST));
  const bool known = url.scheme == "http" || url.scheme == "https";
  url.port = part(handle, CURLUPART_PORT, known ? CURLU_DEFAULT_PORT : 0);
  url.path = part(handle, CURLUPART_PATH);
  url.query = part(handle, CURLUPART_QUERY);
  url.user = part(handle, CURLUPART_USER, CURLU_URLDECODE);
  url.password = part(handle, CURLUPART_PASSWORD, CURLU_URLDECODE);
  if (known && url.host.empty()) return Error{Errc::invalid_input, "the URL names no host"};
  if (url.path.empty()) url.path = "/";
  return url;
}

bool is_default_port(const Url& url) {
  return (url.scheme == "http" && url.port == "80") || (url.scheme == "https" && url.port == "443");
}

}  // namespace

std::string Url::origin() const {
  return scheme + "://" + host + ":" + port;
}

std::string Url::shown() const {
  return scheme + "://" + host + (port.empty() || is_default_port(*this) ? "" : ":" + port) + path;
}

std::string Url::text() const {
  return query.empty() ? shown() : shown() + "?" + query;
}

Result<Url> parse_url(std::string_view text) {
  const Handle handle(curl_url());
  const Result<Done> read = read_into(handle, text);
  if (!read) return read.error();
  return url_of(handle);
}

Result<Url> resolve_url(const Url& base, std::string_view reference) {
  const Handle handle(curl_url());
  const std::string base_text = base.text();
  for (const std::string_view text : {std::string_view(base_text), reference}) {
    const Result<Done> read = read_into(handle, text);
    if (!read) return read.error();
  }
  return url_of(handle);
}

}  // namespace runledger::actions
