#include "actions/services/service.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "actions/call/arguments.hpp"

namespace runledger::actions {
namespace {

constexpr std::array<Service, 4> kServices{{{"slack", &slack_request},
                                            {"teams", &teams_request},
                                            {"pagerduty", &pagerduty_request},
                                            {"webhook", &webhook_request}}};

}  // namespace

const Service* find_service(std::string_view kind) {
  const auto found = std::find_if(kServices.begin(), kServices.end(),
                                  [kind](const Service& service) { return service.kind == kind; });
  return found == kServices.end() ? nullptr : &*found;
}

void hide_target(const HttpRequest& request, Redactor& redactor) {
  if (request.url.path.size() > 1) redactor.add(request.url.path);
  redactor.add(request.url.query);
}

Result<HttpRequest> json_post(const ServiceInput& input, const std::string& url, Json body, bool secret_url) {
  JsonObject arguments;
  arguments["method"] = "POST";
  arguments["uri"] = url;
  arguments["body"] = std::move(body);
  Result<HttpRequest> request = read_http_request(arguments, nullptr, input.identity, input.redactor);
  if (!request) return request;
  request->waits_left = kWaits;
  if (secret_url) hide_target(*request, input.redactor);
  return request;
}

void copy_members(const JsonObject& from,
                  std::span<const std::pair<std::string_view, std::string_view>> names, JsonObject& to) {
  for (const auto& [name, theirs] : names) {
    if (const Json* value = find_member(from, name)) to[theirs] = *value;
  }
}

}  // namespace runledger::actions
