#include "admin/resources/input.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <charconv>

namespace runledger::admin {
namespace {

Error invalid(std::string message) {
  return {Errc::invalid_input, std::move(message)};
}

std::string listed(std::initializer_list<std::string_view> names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out.empty() ? "none" : out;
}

bool contains(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Result<JsonObject> object_body(const http::Request& request,
                               std::initializer_list<std::string_view> members) {
  if (request.body.empty()) return JsonObject{};
  auto body = parse_json(request.body);
  if (!body) return std::move(body).error();
  if (!body->is_object()) return invalid("the body must be a JSON object");
  for (const auto& member : body->get_object()) {
    if (!contains(members, member.key())) {
      return invalid("unknown member '" + std::string(member.key()).substr(0, 60) +
                     "'; known here: " + listed(members));
    }
  }
  return std::move(body->get_object());
}

Result<std::string> required_text(const JsonObject& body, std::string_view member, std::size_t longest) {
  const Json* value = body.if_contains(member);
  if (value == nullptr) return invalid("the member '" + std::string(member) + "' is missing");
  if (!value->is_string() || value->get_string().empty() || value->get_string().size() > longest) {
    return invalid("'" + std::string(member) + "' must be a string of 1 to " + std::to_string(longest) +
                   " characters");
  }
  return std::string(value->get_string());
}

Result<std::string> optional_text(const JsonObject& body, std::string_view member, std::size_t longest,
                                  std::string fallback) {
  if (!body.contains(member)) return fallback;
  return required_text(body, member, longest);
}

Result<std::string> reason_in(const JsonObject& body) {
  return optional_text(body, "reason", 500, "");
}

Result<PageRequest> page_request(const http::Request& request) {
  PageRequest page;
  if (const auto* limit = request.query.find("limit")) {
    const auto [end, status] = std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);
    if (status != std::errc{} || end != limit->data() + limit->size() || page.limit < 1 || page.limit > 200) {
      return invalid("limit must be a number from 1 to 200");
    }
  }
  if (const auto* cursor = request.query.find("cursor")) page.cursor = *cursor;
  return page;
}

Result<PageRequest> only_page(const http::Request& request) {
  if (auto checked = only_parameters(request, {"limit", "cursor"}); !checked)
    return std::move(checked).error();
  return page_request(request);
}

Result<Done> only_parameters(const http::Request& request, std::initializer_list<std::string_view> names) {
  for (const auto& parameter : request.query) {
    if (!contains(names, parameter.name)) {
      return invalid("unknown query parameter '" + parameter.name.substr(0, 60) +
                     "'; known here: " + listed(names));
    }
    if (request.query.count(parameter.name) > 1) return invalid("'" + parameter.name + "' is given twice");
  }
  return Done{};
}

Result<std::optional<Timestamp>> time_parameter(const http::Request& request, std::string_view name) {
  const auto* text = request.query.find(name);
  if (text == nullptr) return std::optional<Timestamp>{};
  auto time = parse_time(*text);
  if (!time) return invalid(std::string(name) + ": " + time.error().message);
  return std::optional<Timestamp>{*time};
}

Result<std::optional<bool>> flag_parameter(const http::Request& request, std::string_view name) {
  const auto* text = request.query.find(name);
  if (text == nullptr) return std::optional<bool>{};
  if (*text != "true" && *text != "false") return invalid(std::string(name) + " must be true or false");
  return std::optional<bool>{*text == "true"};
}

Result<std::optional<WorkflowName>> workflow_parameter(const http::Request& request) {
  const auto* text = request.query.find("workflow");
  if (text == nullptr) return std::optional<WorkflowName>{};
  if (std::count(text->begin(), text->end(), '/') != 1 || text->size() > 200) {
    return invalid("workflow must be namespace/name");
  }
  return std::optional<WorkflowName>{WorkflowName{*text}};
}

WorkflowName workflow_of(const http::PathParams& params) {
  return WorkflowName{params.at("namespace") + '/' + params.at("name")};
}

Actor actor_of(const http::Request& request) {
  return Actor{"admin:token@" + request.remote_address};
}

}  // namespace runledger::admin
