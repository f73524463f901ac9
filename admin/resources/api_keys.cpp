#include <boost/json/object.hpp>

#include "admin/acts/api_keys.hpp"
#include "admin/resources/forms.hpp"
#include "admin/resources/input.hpp"
#include "admin/resources/resources.hpp"
#include "http/problem.hpp"

namespace runledger::admin {
namespace {

using http::Response;

Response create(Context& context, const http::Request& request, const http::PathParams&) {
  auto body = object_body(request, {"workflow", "name"});
  if (!body) return http::problem_response(body.error());
  auto workflow = required_text(*body, "workflow", 200);
  if (!workflow) return http::problem_response(workflow.error());
  auto name = required_text(*body, "name", 100);
  if (!name) return http::problem_response(name.error());
  auto created = create_api_key(context, WorkflowName{*workflow}, *name, actor_of(request));
  if (!created) return http::problem_response(created.error());
  Response response = http::json_response(201, write_json(JsonObject{{"id", created->id.text()},
                                                                     {"workflow", *workflow},
                                                                     {"name", *name},
                                                                     {"key", created->key},
                                                                     {"prefix", created->prefix}}));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response list(Context& context, const http::Request& request, const http::PathParams&) {
  if (auto checked = only_parameters(request, {"workflow", "limit", "cursor"}); !checked)
    return http::problem_response(checked.error());
  auto workflow = workflow_parameter(request);
  if (!workflow) return http::problem_response(workflow.error());
  auto page = page_request(request);
  if (!page) return http::problem_response(page.error());
  auto rows = context.queries.api_keys(*workflow, *page);
  if (!rows) return http::problem_response(rows.error());
  return http::json_response(200, page_form(*rows));
}

Response revoke(Context& context, const http::Request& request, const http::PathParams& params) {
  auto id = id_of<ApiKeyId>(params, "API key");
  if (!id) return http::problem_response(id.error());
  auto done = revoke_api_key(context, *id, actor_of(request));
  if (!done) return http::problem_response(done.error());
  return Response{204, {}, {}};
}

}  // namespace

Endpoints api_key_endpoints() {
  using http::Method;
  return {
      {Method::post, "/admin/v1/api-keys", create},
      {Method::get, "/admin/v1/api-keys", list},
      {Method::delete_, "/admin/v1/api-keys/{id}", revoke},
  };
}

}  // namespace runledger::admin
