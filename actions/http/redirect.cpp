#include "actions/http/redirect.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace runledger::actions {
namespace {

bool is_anonymous_header(std::string_view name) {
  constexpr std::array<std::string_view, 5> kAnonymous{"Accept", "Accept-Language", "Content-Type",
                                                       "User-Agent", "Idempotency-Key"};
  return std::any_of(kAnonymous.begin(), kAnonymous.end(),
                     [name](std::string_view known) { return same_name(name, known); });
}

void drop_identity(HttpRequest& request) {
  request.digest.reset();
  request.token.reset();
  HttpHeaders kept;
  for (const HttpHeader& header : request.headers.all()) {
    if (is_anonymous_header(header.name)) kept.append(header.name, header.value);
  }
  request.headers = std::move(kept);
}

}  // namespace

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<HttpRequest> redirected(const HttpRequest& request, long status, std::string_view location,
                               const Redactor& redactor) {
  Result<Url> url = resolve_url(request.url, location);
  if (!url || (url->scheme != "http" && url->scheme != "https") || !url->user.empty() ||
      !url->password.empty()) {
    return Error{Errc::invalid_input, "it redirects to something that is not a plain http or https URL"};
  }
  HttpRequest next = request;
  next.url = *std::move(url);
  const bool to_get =
      status == 303 ? request.method != "HEAD" : (status == 301 || status == 302) && request.method == "POST";
  if (to_get) {
    next.method = "GET";
    next.body.reset();
    next.headers.remove("Content-Type");
  }
  if (next.url.origin() == request.url.origin()) return next;
  if (request.stay_at_origin) {
    return Error{Errc::invalid_input, "it redirects to another host (" + next.url.origin() +
                                          "), where the connection's credentials must not go"};
  }
  if (next.body && redactor.occurs_in(*next.body)) {
    return Error{Errc::invalid_input,
                 "it redirects a body that holds a secret to another host (" + next.url.origin() + ")"};
  }
  drop_identity(next);
  return next;
}

}  // namespace runledger::actions
