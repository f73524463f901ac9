#include "http/webhooks/answer.hpp"

#include <boost/json/object.hpp>

#include <utility>

namespace runledger::http::webhooks {
namespace {

void add_headers(const Accepted& accepted, Response& response) {
  response.headers.add("X-Run-Id", accepted.run.text());
  if (accepted.waited) {
    response.headers.add("Preference-Applied", "wait=" + std::to_string(accepted.waited->count()));
  }
}

Response failed_answer(const Accepted& accepted, const RunView& view) {
  JsonObject problem;
  problem["type"] = view.error ? view.error->type : "about:blank";
  problem["title"] = view.error ? view.error->title : "The run did not complete";
  problem["status"] = 500;
  problem["detail"] = view.error ? view.error->detail : "";
  problem["runStatus"] = run::name_of(view.status);
  problem["requestId"] = accepted.request.text();
  problem["runId"] = accepted.run.text();
  problem["statusUrl"] = accepted.status_url;
  return {500, {{"Content-Type", "application/problem+json"}}, write_json(Json(std::move(problem)))};
}

}  // namespace

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
      break;
  }
  const bool completed = view.status == run::RunStatus::completed;
  Response response = completed ? json_response(200, view.output ? write_json(*view.output) : "null")
                                : failed_answer(accepted, view);
  add_headers(accepted, response);
  return response;
}

}  // namespace runledger::http::webhooks
