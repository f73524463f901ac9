#include "actions/http/http_url.hpp"

#include <boost/json/value.hpp>
#include <string>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "actions/http/parameters.hpp"

namespace runledger::actions {
namespace {

Error in_argument(std::string_view argument, const Error& error) {
  return Error{error.code, "`" + std::string(argument) + "`: " + error.message};
}

Result<Url> read_web_url(std::string_view argument, std::string_view text) {
  Result<Url> url = parse_url(text);
  if (!url) return in_argument(argument, url.error());
  if (url->scheme != "http" && url->scheme != "https") {
    return Error{Errc::invalid_input,
                 "`" + std::string(argument) + "` must be a URL that begins with http:// or https://"};
  }
  if (!url->user.empty() || !url->password.empty()) {
    return Error{Errc::invalid_input, "`" + std::string(argument) +
                                          "` holds a user name or password: use `authentication` or a "
                                          "connection, so that it stays out of the event log"};
  }
  return url;
}

bool is_absolute(std::string_view uri) {
  const auto scheme_end = uri.find("://");
  return scheme_end != std::string_view::npos && scheme_end < uri.find_first_of("/?#");
}

// Whether any segment is "." or "..", plain or percent-encoded: some servers decode before they resolve.
bool has_dot_segment(std::string_view path) {
  std::string plain = lower(path.substr(0, path.find_first_of("?#")));
  for (auto at = plain.find("%2e"); at != std::string::npos; at = plain.find("%2e", at))
    plain.replace(at, 3, ".");
  plain = "/" + plain + "/";
  return plain.find("/./") != std::string::npos || plain.find("/../") != std::string::npos;
}

Result<Url> below_base(std::string_view base_text, const std::string& uri) {
  const Result<Url> base = read_web_url("baseUrl", base_text);
  if (!base) return base.error();
  if (!base->query.empty())
    return Error{Errc::invalid_input, "`baseUrl` of a connection must not have a query"};
  std::string folder = base->path;
  if (folder.back() == '/') folder.pop_back();
  const std::string root = base->origin();
  std::string wanted = uri;
  if (!is_absolute(uri)) {
    if (has_dot_segment(uri)) {
      return Error{Errc::invalid_input, "`uri` must not hold \".\" or \"..\" segments with a connection"};
    }
    const bool attaches = uri.empty() || uri.front() == '/' || uri.front() == '?';
    wanted = root + folder + (attaches ? "" : "/") + uri;
  }
  Result<Url> url = read_web_url("uri", wanted);
  if (!url) return url;
  const bool inside = url->origin() == root && (url->path + "/").starts_with(folder + "/");
  if (!inside || has_dot_segment(url->path)) {
    return Error{Errc::invalid_input, "`uri` leads outside of the connection's baseUrl (" + base->shown() +
                                          "): the connection's credentials must not go elsewhere"};
  }
  return url;
}

}  // namespace

Result<Url> read_http_url(const JsonObject& arguments, const Connection* connection) {
  const Result<std::string> uri = required_text(arguments, "uri");
  if (!uri) return uri.error();
  Result<Url> url = Error{};
  if (connection == nullptr) {
    url = read_web_url("uri", *uri);
  } else {
    const Result<std::string> base = required_text(connection->settings.get_object(), "baseUrl");
    if (!base) return base.error();
    url = below_base(*base, *uri);
  }
  if (!url) return url;
  const Result<const JsonObject*> query = optional_object(arguments, "query");
  if (!query) return query.error();
  if (*query != nullptr) {
    const Result<Done> appended = append_parameters(**query, "query parameter", url->query);
    if (!appended) return appended.error();
  }
  return url;
}

}  // namespace runledger::actions
