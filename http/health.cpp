#include "http/health.hpp"

#include <chrono>
#include <utility>

#include "http/problem.hpp"

namespace runledger::http {

void add_health_routes(Router& router, ReadinessCheck check) {
  router.add(Method::get, "/healthz", [](Request, PathParams, Responder responder) {
    responder.respond(json_response(200, R"({"status":"alive"})"));
  });
  router.add(Method::get, "/readyz", [check = std::move(check)](Request, PathParams, Responder responder) {
    const auto reason = check();
    if (!reason) {
      responder.respond(json_response(200, R"({"status":"ready"})"));
      return;
    }
    responder.respond(problem_response(Error{Errc::unavailable, *reason}));
  });
}

}  // namespace runledger::http
