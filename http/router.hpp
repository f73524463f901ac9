#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/responder.hpp"

namespace runledger::http {

// The decoded values of a pattern's {names}.
class PathParams {
 public:
  void add(std::string name, std::string value);
  // Asking for a name that the pattern lacks is a programmer's error and aborts.
  const std::string& at(std::string_view name) const;

 private:
  std::vector<Field> values_;
};

// Runs on a server thread and must not block: hand blocking work to a WorkerPool (see on_pool) or an actor
// and answer later. Text that the handler throws is logged, never sent: the client gets a 500.
using RouteHandler = std::function<void(Request, PathParams, Responder)>;

// Wraps a handler so that nothing it throws leaves it: the text is logged under the request's id and the
// client gets a 500 problem without it. Router does this for every handler; a handler that moves to another
// thread needs it there.
RouteHandler guarded(RouteHandler handler);

struct Route {
  Method method;
  std::string pattern;

  friend bool operator==(const Route&, const Route&) = default;
};

// Finds the handler of a request by method and path. Patterns are whole paths such as
// "/admin/v1/runs/{id}/events"; {name} takes one non-empty segment and literal segments win over it. Fill it
// before the server starts; handle() is thread-safe from then on.
class Router {
 public:
  // Aborts on a malformed pattern or a route that exists already (programmer's error).
  void add(Method method, std::string_view pattern, RouteHandler handler);

  // `observer` is told of each request to `pattern`, which must have been added, that is answered 405.
  void observe_wrong_methods(std::string_view pattern,
                             std::function<void(const Request&, int status)> observer);

  // Always leads to an answer: 404 for an unknown path, 405 with Allow for a wrong method, HEAD from GET,
  // OPTIONS with Allow (204).
  void handle(Request request, Responder responder) const;

  // Every route added, sorted by pattern, then method.
  std::vector<Route> routes() const;

 private:
  struct Entry {
    std::string pattern;
    std::vector<std::string> segments;
    std::vector<std::pair<Method, RouteHandler>> handlers;
    std::function<void(const Request&, int)> wrong_method;
  };

  std::vector<Entry>::iterator entry_of(std::string_view pattern);
  const Entry* find(const Request& request, PathParams& params) const;

  std::vector<Entry> entries_;
};

}  // namespace runledger::http
