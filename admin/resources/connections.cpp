#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "admin/acts/connections.hpp"
#include "admin/resources/forms.hpp"
#include "admin/resources/input.hpp"
#include "admin/resources/resources.hpp"
#include "http/problem.hpp"

namespace runledger::admin {
namespace {

using http::Response;

Result<ConnectionName> name_of(const http::PathParams& params) {
  const auto& text = params.at("name");
  if (is_resource_name(text)) return ConnectionName{text};
  return Error{Errc::invalid_input,
               "a connection's name has 1 to 63 of a-z, 0-9 and '-', and begins with a letter"};
}

Response wrong_settings(const std::vector<schema::Violation>& violations) {
  http::Problem problem;
  problem.status = 422;
  problem.code = Errc::invalid_input;
  problem.detail = "the settings do not fit this kind of connection";
  for (const auto& violation : violations) {
    problem.errors.push_back({"/settings" + violation.instance_pointer, violation.message});
  }
  return http::problem_response(problem);
}

Response save(Context& context, const http::Request& request, const http::PathParams& params) {
  auto name = name_of(params);
  if (!name) return http::problem_response(name.error());
  auto body = object_body(request, {"kind", "settings"});
  if (!body) return http::problem_response(body.error());
  auto kind = required_text(*body, "kind", 40);
  if (!kind) return http::problem_response(kind.error());
  const Json* settings = body->if_contains("settings");
  const Connection connection{*kind, settings != nullptr ? *settings : Json()};
  auto violations = check_connection(connection);
  if (!violations) return http::problem_response(violations.error());
  if (!violations->empty()) return wrong_settings(*violations);
  auto saved = save_connection(context, *name, connection, actor_of(request));
  if (!saved) return http::problem_response(saved.error());
  return http::json_response(
      200, write_json(JsonObject{
               {"name", name->value}, {"kind", connection.kind}, {"settings", public_settings(connection)}}));
}

Response list(Context& context, const http::Request& request, const http::PathParams&) {
  auto page = only_page(request);
  if (!page) return http::problem_response(page.error());
  auto rows = context.queries.connections(*page);
  if (!rows) return http::problem_response(rows.error());
  return http::json_response(200, page_form(*rows));
}

Response read(Context& context, const http::Request&, const http::PathParams& params) {
  auto row = context.queries.connection(ConnectionName{params.at("name")});
  if (!row) return http::problem_response(row.error());
  return http::json_response(200, write_json(form(*row)));
}

Response remove(Context& context, const http::Request& request, const http::PathParams& params) {
  if (auto checked = only_parameters(request, {"force"}); !checked)
    return http::problem_response(checked.error());
  auto force = flag_parameter(request, "force");
  if (!force) return http::problem_response(force.error());
  auto done = delete_connection(context, ConnectionName{params.at("name")}, force->value_or(false),
                                actor_of(request));
  if (!done) return http::problem_response(done.error());
  return Response{204, {}, {}};
}

}  // namespace

Endpoints connection_endpoints() {
  using http::Method;
  return {
      {Method::get, "/admin/v1/connections", list},
      {Method::get, "/admin/v1/connections/{name}", read},
      {Method::put, "/admin/v1/connections/{name}", save},
      {Method::delete_, "/admin/v1/connections/{name}", remove},
  };
}

}  // namespace runledger::admin
