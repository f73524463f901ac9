#include "admin/api.hpp"

#include "admin/openapi/document.hpp"
#include "admin/resources/resources.hpp"
#include "http/bearer.hpp"
#include "http/problem.hpp"
#include "workflow/base/sha256.hpp"

namespace runledger::admin {
namespace {

bool has_admin_token(const Context& context, const http::Headers& headers) {
  const auto token = http::bearer_token(headers);
  return token.ok() && http::equal_in_constant_time(sha256_hex(*token), context.token_sha256);
}

http::RouteHandler authenticated(Context& context, Operation operation) {
  auto blocking = http::on_pool(
      context.workers, [&context, operation](const http::Request& request, const http::PathParams& params,
                                             const http::Responder& responder) {
        responder.respond(operation(context, request, params));
      });
  return [&context, blocking](http::Request request, http::PathParams params, http::Responder responder) {
    if (!has_admin_token(context, request.headers)) {
      responder.respond(http::problem_response(401, Errc::unauthorized,
                                               "the admin API wants 'Authorization: Bearer <admin token>'"));
      return;
    }
    blocking(std::move(request), std::move(params), std::move(responder));
  };
}

}  // namespace

void add_admin_routes(http::Router& router, Context& context) {
  for (const auto& endpoints :
       {workflow_endpoints(), api_key_endpoints(), connection_endpoints(), secret_endpoints(),
        run_endpoints(), request_endpoints(), error_endpoints()}) {
    for (const auto& endpoint : endpoints) {
      router.add(endpoint.method, endpoint.pattern, authenticated(context, endpoint.operation));
    }
  }
  router.add(http::Method::get, "/admin/openapi.json",
             [](const http::Request&, const http::PathParams&, const http::Responder& responder) {
               responder.respond(http::json_response(200, openapi_document()));
             });
}

}  // namespace runledger::admin
