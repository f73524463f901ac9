#include "http/router.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <set>
#include <utility>

#include "http/problem.hpp"

namespace runledger::http {
namespace {

[[noreturn]] void die(const char* what, std::string_view name) {
  std::fprintf(stderr, "runledger: %s: %.*s\n", what, static_cast<int>(name.size()), name.data());
  std::abort();
}

bool is_param(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::vector<std::string> split_pattern(std::string_view pattern) {
  if (pattern.empty() || pattern.front() != '/') die("route pattern must start with '/'", pattern);
  std::vector<std::string> segments;
  std::string_view rest = pattern.substr(1);
  for (;;) {
    const auto slash = rest.find('/');
    segments.emplace_back(rest.substr(0, slash));
    const std::string_view segment = segments.back();
    if (!is_param(segment) && segment.find_first_of("{}") != std::string_view::npos) {
      die("malformed parameter in route pattern", pattern);
    }
    if (slash == std::string_view::npos) return segments;
    rest.remove_prefix(slash + 1);
  }
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  const auto fits = [](const std::string& expected, const std::string& given) {
    return is_param(expected) ? !given.empty() : expected == given;
  };
  return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(), fits);
}

// Orders patterns so that at the first difference a literal segment comes before a parameter.
bool is_more_specific(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (is_param(left[i]) != is_param(right[i])) return is_param(right[i]);
  }
  return false;
}

std::string allowed_methods(const std::vector<std::pair<Method, RouteHandler>>& handlers) {
  std::set<std::string_view> names = {name_of(Method::options)};
  for (const auto& [method, handler] : handlers) {
    names.insert(name_of(method));
    if (method == Method::get) names.insert(name_of(Method::head));
  }
  std::string list;
  for (std::string_view name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

Response method_refused(const Request& request, const std::string& allowed) {
  if (request.method == Method::options) return {204, {{"Allow", allowed}}, ""};
  Response response = problem_response(405, Errc::invalid_input,
                                       std::string(name_of(request.method)) +
                                           " is not supported at this address; use one of: " + allowed + ".");
  response.headers.add("Allow", allowed);
  return response;
}

}  // namespace

RouteHandler guarded(RouteHandler handler) {
  return [handler = std::move(handler)](Request request, PathParams params, Responder responder) {
    const RequestId id = request.request_id;
    std::string what;
    try {
      handler(std::move(request), std::move(params), responder);
      return;
    } catch (const std::exception& thrown) {
      what = thrown.what();
    } catch (...) {
      what = "something that is no std::exception";
    }
    spdlog::error("http_handler_threw id={} what={}", id.text(), what);
    responder.respond(
        problem_response(500, Errc::internal,
                         "Runledger failed to handle this request. The log tells more under the id in "
                         "X-Request-Id."));
  };
}

void PathParams::add(std::string name, std::string value) {
  values_.push_back({std::move(name), std::move(value)});
}

const std::string& PathParams::at(std::string_view name) const {
  for (const Field& field : values_) {
    if (field.name == name) return field.value;
  }
  die("the route has no such parameter", name);
}

std::vector<Router::Entry>::iterator Router::entry_of(std::string_view pattern) {
  return std::find_if(entries_.begin(), entries_.end(),
                      [&](const Entry& entry) { return entry.pattern == pattern; });
}

void Router::observe_wrong_methods(std::string_view pattern,
                                   std::function<void(const Request&, int)> observer) {
  const auto entry = entry_of(pattern);
  if (entry == entries_.end()) die("no such route", pattern);
  entry->wrong_method = std::move(observer);
}

void Router::add(Method method, std::string_view pattern, RouteHandler handler) {
  auto entry = entry_of(pattern);
  if (entry == entries_.end()) {
    std::vector<std::string> segments = split_pattern(pattern);
    const auto place = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& e) { return is_more_specific(segments, e.segments); });
    entry = entries_.insert(place, Entry{std::string(pattern), std::move(segments), {}, {}});
  }
  for (const auto& [known, unused] : entry->handlers) {
    if (known == method) die("route added twice", pattern);
  }
  entry->handlers.emplace_back(method, guarded(std::move(handler)));
}

const Router::Entry* Router::find(const Request& request, PathParams& params) const {
  for (const Entry& entry : entries_) {
    if (!matches(entry.segments, request.segments)) continue;
    for (std::size_t i = 0; i < entry.segments.size(); ++i) {
      const std::string& segment = entry.segments[i];
      if (is_param(segment)) params.add(segment.substr(1, segment.size() - 2), request.segments[i]);
    }
    return &entry;
  }
  return nullptr;
}

void Router::handle(Request request, Responder responder) const {
  PathParams params;
  const Entry* entry = find(request, params);
  if (entry == nullptr) {
    if (request.method == Method::options && request.raw_path == "*") {
      responder.respond({204, {}, ""});
      return;
    }
    responder.respond(problem_response(404, Errc::not_found, "There is nothing at this address."));
    return;
  }
  responder.name_route(entry->pattern);
  const auto handler_of = [&](Method method) -> const RouteHandler* {
    for (const auto& [known, handler] : entry->handlers) {
      if (known == method) return &handler;
    }
    return nullptr;
  };
  const RouteHandler* handler = handler_of(request.method);
  if (handler == nullptr && request.method == Method::head) handler = handler_of(Method::get);
  if (handler == nullptr) {
    responder.respond(method_refused(request, allowed_methods(entry->handlers)));
    if (entry->wrong_method && request.method != Method::options) entry->wrong_method(request, 405);
    return;
  }
  (*handler)(std::move(request), std::move(params), std::move(responder));
}

std::vector<Route> Router::routes() const {
  std::vector<Route> routes;
  for (const Entry& entry : entries_) {
    for (const auto& [method, handler] : entry.handlers) routes.push_back({method, entry.pattern});
  }
  std::sort(routes.begin(), routes.end(), [](const Route& left, const Route& right) {
    return std::pair(std::string_view(left.pattern), left.method) <
           std::pair(std::string_view(right.pattern), right.method);
  });
  return routes;
}

}  // namespace runledger::http
