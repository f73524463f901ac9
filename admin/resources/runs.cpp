#include <algorithm>
#include <array>
#include <boost/json/object.hpp>

#include "admin/acts/replay.hpp"
#include "admin/resources/forms.hpp"
#include "admin/resources/input.hpp"
#include "admin/resources/resources.hpp"
#include "http/problem.hpp"

namespace runledger::admin {
namespace {

using http::Response;

Result<RunFilter> filter_of(const http::Request& request) {
  if (auto checked = only_parameters(
          request, {"workflow", "status", "parent", "startedFrom", "startedBefore", "limit", "cursor"});
      !checked) {
    return std::move(checked).error();
  }
  RunFilter filter;
  auto workflow = workflow_parameter(request);
  if (!workflow) return std::move(workflow).error();
  filter.workflow = *workflow;
  if (const auto* status = request.query.find("status")) {
    constexpr std::array<std::string_view, 6> kKnown = {"running", "waiting",     "completed",
                                                        "faulted", "quarantined", "cancelled"};
    if (std::find(kKnown.begin(), kKnown.end(), *status) == kKnown.end()) {
      return Error{Errc::invalid_input,
                   "status must be one of running, waiting, completed, faulted, quarantined, cancelled"};
    }
    filter.status = *status;
  }
  if (const auto* parent = request.query.find("parent")) {
    filter.parent = RunId::parse(*parent);
    if (!filter.parent) return Error{Errc::invalid_input, "parent must be the id of a run"};
  }
  auto from = time_parameter(request, "startedFrom");
  if (!from) return std::move(from).error();
  auto before = time_parameter(request, "startedBefore");
  if (!before) return std::move(before).error();
  filter.started_from = *from;
  filter.started_before = *before;
  return filter;
}

Response list(Context& context, const http::Request& request, const http::PathParams&) {
  auto filter = filter_of(request);
  if (!filter) return http::problem_response(filter.error());
  auto page = page_request(request);
  if (!page) return http::problem_response(page.error());
  auto rows = context.queries.runs(*filter, *page);
  if (!rows) return http::problem_response(rows.error());
  return http::json_response(200, page_form(*rows));
}

Response read(Context& context, const http::Request&, const http::PathParams& params) {
  auto id = id_of<RunId>(params, "run");
  if (!id) return http::problem_response(id.error());
  auto detail = context.queries.run(*id);
  if (!detail) return http::problem_response(detail.error());
  return http::json_response(200, write_json(form(*detail)));
}

Response events(Context& context, const http::Request& request, const http::PathParams& params) {
  auto id = id_of<RunId>(params, "run");
  if (!id) return http::problem_response(id.error());
  auto page = only_page(request);
  if (!page) return http::problem_response(page.error());
  auto rows = context.queries.run_events(*id, *page);
  if (!rows) return http::problem_response(rows.error());
  return http::json_response(200, page_form(*rows));
}

using Ask = Result<RunView>(Context&, RunId, const std::string& reason, const Actor&);

// Asks something of a run that is there; the body may say why.
Response ask(Context& context, const http::Request& request, const http::PathParams& params, Ask what) {
  auto id = id_of<RunId>(params, "run");
  if (!id) return http::problem_response(id.error());
  auto body = object_body(request, {"reason"});
  if (!body) return http::problem_response(body.error());
  auto reason = reason_in(*body);
  if (!reason) return http::problem_response(reason.error());
  auto view = what(context, *id, *reason, actor_of(request));
  if (!view) return http::problem_response(view.error());
  return http::json_response(
      202,
      write_json(JsonObject{{"runId", id->text()}, {"status", std::string(run::name_of(view->status))}}));
}

Response retry(Context& context, const http::Request& request, const http::PathParams& params) {
  return ask(context, request, params, retry_run);
}

Response cancel(Context& context, const http::Request& request, const http::PathParams& params) {
  return ask(context, request, params, cancel_run);
}

Response rerun_as_new(Context& context, const http::Request& request, const http::PathParams& params) {
  auto id = id_of<RunId>(params, "run");
  if (!id) return http::problem_response(id.error());
  auto body = object_body(request, {"version", "reason"});
  if (!body) return http::problem_response(body.error());
  auto version = optional_text(*body, "version", 20, "current");
  if (!version) return http::problem_response(version.error());
  if (*version != "current" && *version != "same") {
    return http::problem_response({Errc::invalid_input, "version must be 'current' or 'same'"});
  }
  auto reason = reason_in(*body);
  if (!reason) return http::problem_response(reason.error());
  auto started = rerun(context, *id, *version == "same" ? RerunVersion::same : RerunVersion::current, *reason,
                       actor_of(request));
  if (!started) return http::problem_response(started.error());
  Response response = http::json_response(
      202, write_json(JsonObject{{"runId", started->view.run.text()},
                                 {"rerunOf", id->text()},
                                 {"status", std::string(run::name_of(started->view.status))},
                                 {"position", started->position}}));
  response.headers.set("Location", "/admin/v1/runs/" + started->view.run.text());
  return response;
}

}  // namespace

Endpoints run_endpoints() {
  using http::Method;
  return {
      {Method::get, "/admin/v1/runs", list},
      {Method::get, "/admin/v1/runs/{id}", read},
      {Method::get, "/admin/v1/runs/{id}/events", events},
      {Method::post, "/admin/v1/runs/{id}/retry", retry},
      {Method::post, "/admin/v1/runs/{id}/cancel", cancel},
      {Method::post, "/admin/v1/runs/{id}/rerun", rerun_as_new},
  };
}

}  // namespace runledger::admin
