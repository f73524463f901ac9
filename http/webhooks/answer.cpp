#include "http/webhooks/answer.hpp"

#include <boost/json/object.hpp>

#include <string_view>
#include <utility>

namespace runledger::http::webhooks {
namespace {

void add_headers(const Accepted& accepted, Response& response) {
  response.headers.add("X-Run-Id", accepted.run.text());
  if (accepted.waited) {
    response.headers.add("Preference-Applied", "wait=" + std::to_string(accepted.waited->count()));
  }
}

bool is_by_the_engine(std::string_view type) {
  return type.starts_with(run::error_type::kPrefix) || type.starts_with("https://runledger.dev/errors/") ||
         type.starts_with("https://serverlessworkflow.io/");
}

// What the definition raises as its own answers the sender; what went wrong on the way is ours to look at.
int status_of(const std::optional<run::RunError>& error) {
  const bool is_own = error && !is_by_the_engine(error->type) && error->status >= 400 && error->status <= 599;
  return is_own ? error->status : 500;
}

Response failed_answer(const Accepted& accepted, const RunView& view) {
  JsonObject problem = view.error ? sender_view(*view.error) : JsonObject{{"type", "about:blank"}};
  if (!view.error) problem["title"] = "The run did not complete";
  const int status = status_of(view.error);
  problem["status"] = status;
  if (!problem.contains("detail"))
    problem["detail"] =
        "The request was recorded and its run failed: do not send it again. Whoever runs this server sees "
        "why "
        "under the run's id.";
  problem["runStatus"] = run::name_of(view.status);
  problem["requestId"] = accepted.request.text();
  problem["runId"] = accepted.run.text();
  problem["statusUrl"] = accepted.status_url;
  return {status, {{"Content-Type", "application/problem+json"}}, write_json(Json(std::move(problem)))};
}

}  // namespace

JsonObject sender_view(const run::RunError& error) {
  JsonObject out{
      {"type", error.type}, {"status", error.status}, {"title", error.title}, {"instance", error.instance}};
  if (!is_by_the_engine(error.type)) out["detail"] = error.detail;
  return out;
}

Response accepted_answer(const Accepted& accepted, run::RunStatus status) {
  JsonObject document;
  document["requestId"] = accepted.request.text();
  document["runId"] = accepted.run.text();
  document["status"] = run::name_of(status);
  document["statusUrl"] = accepted.status_url;
  document["position"] = accepted.position;
  Response response = json_response(202, write_json(Json(std::move(document))));
  response.headers.add("Location", accepted.status_url);
  add_headers(accepted, response);
  return response;
}

Response ended_answer(const Accepted& accepted, const RunView& view) {
  switch (view.status) {
    case run::RunStatus::not_started:
    case run::RunStatus::running:
    case run::RunStatus::waiting:
      return accepted_answer(accepted, view.status);
    case run::RunStatus::completed:
    case run::RunStatus::faulted:
    case run::RunStatus::quarantined:
    case run::RunStatus::cancelled:
      break;
  }
  const bool completed = view.status == run::RunStatus::completed;
  Response response = completed ? json_response(200, view.output ? write_json(*view.output) : "null")
                                : failed_answer(accepted, view);
  add_headers(accepted, response);
  return response;
}

}  // namespace runledger::http::webhooks
