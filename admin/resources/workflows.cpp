#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "admin/acts/workflows.hpp"
#include "admin/resources/forms.hpp"
#include "admin/resources/input.hpp"
#include "admin/resources/resources.hpp"
#include "http/problem.hpp"

namespace runledger::admin {
namespace {

using http::Response;

Json time_or_null(const std::optional<Timestamp>& time) {
  return time ? Json(format_time(*time)) : Json();
}

// When it starts runs by itself; null for a workflow without a schedule.
Json schedule_form(const Context& context, const WorkflowRow& row) {
  const auto catalog = context.catalog.snapshot();
  const auto found = catalog->by_name.find(row.workflow.value);
  if (found == catalog->by_name.end() || !found->second->program->schedule) return {};
  const definition::Program& program = *found->second->program;
  const Json* as_written = resolve_pointer(program.definition, "/schedule");
  const auto* at = std::get_if<schedule::AtTimes>(&program.schedule->when);
  const auto next =
      row.enabled ? schedule::next_due(*program.schedule, context.zones, row.schedule, context.clock.now())
                  : std::nullopt;
  return JsonObject{{"definition", as_written != nullptr ? *as_written : Json()},
                    {"timeZone", at != nullptr ? Json(at->zone) : Json()},
                    {"nextDue", time_or_null(next)},
                    {"lastDue", time_or_null(row.schedule.last_due)},
                    {"lastRunId", row.last_scheduled_run ? Json(row.last_scheduled_run->text()) : Json()}};
}

Json form(const Context& context, const WorkflowRow& row) {
  return JsonObject{{"workflow", row.workflow.value},
                    {"workflowId", row.webhook.value},
                    {"webhookUrl", webhook_url(context, row.webhook)},
                    {"enabled", row.enabled},
                    {"version", row.version},
                    {"hash", row.hash},
                    {"createdAt", format_time(row.created_at)},
                    {"updatedAt", format_time(row.updated_at)},
                    {"schedule", schedule_form(context, row)}};
}

Response refused(const Uploaded& uploaded) {
  http::Problem problem;
  problem.status = 422;
  problem.code = Errc::invalid_input;
  problem.detail = "the definition cannot be used: " + std::to_string(uploaded.diagnostics.size()) +
                   " problem(s), listed in 'errors' with their line and column";
  for (const auto& diagnostic : uploaded.diagnostics) {
    problem.errors.push_back({diagnostic.pointer, diagnostic.text()});
  }
  return http::problem_response(problem);
}

Json warnings_form(const Uploaded& uploaded) {
  JsonArray out;
  for (const auto& diagnostic : uploaded.diagnostics) out.emplace_back(diagnostic.text());
  return out;
}

// The body is the definition itself, YAML or JSON, whatever its Content-Type says: YAML includes JSON.
Response upload(Context& context, const http::Request& request, const http::PathParams&) {
  auto uploaded = upload_workflow(context, request.body, actor_of(request));
  // A definition that names what is not there is as unusable as one with errors, and answered alike.
  if (!uploaded && uploaded.error().code == Errc::invalid_input) {
    return http::problem_response(422, Errc::invalid_input, uploaded.error().message);
  }
  if (!uploaded) return http::problem_response(uploaded.error());
  if (uploaded->what == Uploaded::What::refused) return refused(*uploaded);
  const bool is_new = uploaded->what != Uploaded::What::unchanged;
  JsonObject out{{"workflow", uploaded->workflow.value},
                 {"workflowId", uploaded->webhook.value},
                 {"webhookUrl", webhook_url(context, uploaded->webhook)},
                 {"enabled", uploaded->enabled},
                 {"version", uploaded->version},
                 {"hash", uploaded->hash},
                 {"created", uploaded->what == Uploaded::What::created},
                 {"warnings", warnings_form(*uploaded)}};
  Response response = http::json_response(is_new ? 201 : 200, write_json(out));
  if (is_new) response.headers.set("Location", "/admin/v1/workflows/" + uploaded->workflow.value);
  return response;
}

Response list(Context& context, const http::Request& request, const http::PathParams&) {
  auto page = only_page(request);
  if (!page) return http::problem_response(page.error());
  auto rows = context.queries.workflows(*page);
  if (!rows) return http::problem_response(rows.error());
  return http::json_response(200,
                             page_form(*rows, [&](const WorkflowRow& row) { return form(context, row); }));
}

Response read(Context& context, const http::Request&, const http::PathParams& params) {
  auto row = context.queries.workflow(workflow_of(params));
  if (!row) return http::problem_response(row.error());
  return http::json_response(200, write_json(form(context, *row)));
}

Response versions(Context& context, const http::Request& request, const http::PathParams& params) {
  auto page = only_page(request);
  if (!page) return http::problem_response(page.error());
  auto rows = context.queries.workflow_versions(workflow_of(params), *page);
  if (!rows) return http::problem_response(rows.error());
  return http::json_response(
      200, page_form(*rows, [](const WorkflowVersionRow& row) { return admin::form(row, false); }));
}

Response version(Context& context, const http::Request&, const http::PathParams& params) {
  auto row = context.queries.workflow_version(workflow_of(params), params.at("version"));
  if (!row) return http::problem_response(row.error());
  return http::json_response(200, write_json(admin::form(*row, true)));
}

Response set_enabled(Context& context, const http::Request& request, const http::PathParams& params,
                     bool enabled) {
  auto body = object_body(request, {"reason"});
  if (!body) return http::problem_response(body.error());
  auto reason = reason_in(*body);
  if (!reason) return http::problem_response(reason.error());
  auto done = set_workflow_enabled(context, workflow_of(params), enabled, *reason, actor_of(request));
  if (!done) return http::problem_response(done.error());
  return read(context, request, params);
}

Response enable(Context& context, const http::Request& request, const http::PathParams& params) {
  return set_enabled(context, request, params, true);
}

Response disable(Context& context, const http::Request& request, const http::PathParams& params) {
  return set_enabled(context, request, params, false);
}

}  // namespace

Endpoints workflow_endpoints() {
  using http::Method;
  return {
      {Method::post, "/admin/v1/workflows", upload},
      {Method::get, "/admin/v1/workflows", list},
      {Method::get, "/admin/v1/workflows/{namespace}/{name}", read},
      {Method::get, "/admin/v1/workflows/{namespace}/{name}/versions", versions},
      {Method::get, "/admin/v1/workflows/{namespace}/{name}/versions/{version}", version},
      {Method::post, "/admin/v1/workflows/{namespace}/{name}/enable", enable},
      {Method::post, "/admin/v1/workflows/{namespace}/{name}/disable", disable},
  };
}

}  // namespace runledger::admin
