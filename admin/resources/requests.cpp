#include "admin/resources/forms.hpp"
#include "admin/resources/input.hpp"
#include "admin/resources/resources.hpp"
#include "http/problem.hpp"

namespace runledger::admin {
namespace {

using http::Response;

Result<RequestFilter> filter_of(const http::Request& request) {
  if (auto checked = only_parameters(request, {"workflow", "accepted", "reason", "limit", "cursor"});
      !checked) {
    return std::move(checked).error();
  }
  RequestFilter filter;
  auto workflow = workflow_parameter(request);
  if (!workflow) return std::move(workflow).error();
  filter.workflow = *workflow;
  auto accepted = flag_parameter(request, "accepted");
  if (!accepted) return std::move(accepted).error();
  filter.accepted = *accepted;
  if (const auto* reason = request.query.find("reason")) filter.reason = *reason;
  return filter;
}

Response list(Context& context, const http::Request& request, const http::PathParams&) {
  auto filter = filter_of(request);
  if (!filter) return http::problem_response(filter.error());
  auto page = page_request(request);
  if (!page) return http::problem_response(page.error());
  auto rows = context.queries.requests(*filter, *page);
  if (!rows) return http::problem_response(rows.error());
  return http::json_response(200, page_form(*rows));
}

Response read(Context& context, const http::Request&, const http::PathParams& params) {
  auto id = id_of<RequestId>(params, "request");
  if (!id) return http::problem_response(id.error());
  auto row = context.queries.request(*id);
  if (!row) return http::problem_response(row.error());
  return http::json_response(200, write_json(form(*row)));
}

// The exact bytes, never shown by a browser as anything else.
Response body(Context& context, const http::Request&, const http::PathParams& params) {
  auto id = id_of<RequestId>(params, "request");
  if (!id) return http::problem_response(id.error());
  auto bytes = context.queries.request_body(*id);
  if (!bytes) return http::problem_response(bytes.error());
  Response response{200, {}, std::move(*bytes)};
  response.headers.set("Content-Type", "application/octet-stream");
  response.headers.set("Content-Disposition", "attachment; filename=\"" + id->text() + ".bin\"");
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace

Endpoints request_endpoints() {
  using http::Method;
  return {
      {Method::get, "/admin/v1/requests", list},
      {Method::get, "/admin/v1/requests/{id}", read},
      {Method::get, "/admin/v1/requests/{id}/body", body},
  };
}

}  // namespace runledger::admin
