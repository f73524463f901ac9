#include "actions/openapi/openapi_request.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <optional>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "actions/http/http_request.hpp"
#include "actions/openapi/serialize.hpp"

namespace runledger::actions {
namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

// The request while its parts are gathered.
struct Draft {
  std::string path, query, cookies;
  JsonObject headers, form;
  std::optional<Json> body;
};

Result<Done> place_in_path(const Parameter& parameter, const Json& value, std::string& path) {
  const Result<std::string> text = path_text(parameter, value);
  if (!text) return text.error();
  if (*text == "." || *text == "..")
    return Error{Errc::invalid_input, "parameter `" + parameter.name + "` would change the path"};
  const std::string mark = "{" + parameter.name + "}";
  for (auto at = path.find(mark); at != std::string::npos; at = path.find(mark, at + text->size()))
    path.replace(at, mark.size(), *text);
  return Done{};
}

Result<Done> place_in_header(const Parameter& parameter, const Json& value, Draft& draft) {
  const std::string name = lower(parameter.name);
  if (name == "accept" || name == "content-type" || name == "authorization") return Done{};  // §4.8.12.1
  const Result<std::string> text = header_value(parameter, value);
  if (!text) return text.error();
  draft.headers[parameter.name] = *text;
  return Done{};
}

Result<Done> place(const Parameter& parameter, const Json& value, Draft& draft) {
  switch (parameter.place) {
    case Parameter::Place::path:
      return place_in_path(parameter, value, draft.path);
    case Parameter::Place::query:
      return append_query_text(parameter, value, draft.query);
    case Parameter::Place::header:
      return place_in_header(parameter, value, draft);
    case Parameter::Place::cookie: {
      std::string pair;
      const Result<Done> done = append_query_text(parameter, value, pair);
      if (!done) return done;
      std::replace(pair.begin(), pair.end(), '&', ';');
      draft.cookies += (draft.cookies.empty() ? "" : "; ") + pair;
      return Done{};
    }
    case Parameter::Place::form:
      draft.form[parameter.name] = value;
      return Done{};
    case Parameter::Place::body:
      draft.body = value;
      return Done{};
  }
  return Done{};
}

Result<Done> place_known(const Operation& operation, const JsonObject& given, Draft& draft) {
  for (const Parameter& parameter : operation.parameters) {
    const Json* value = find_member(given, parameter.name);
    if (value == nullptr && parameter.place == Parameter::Place::body) value = find_member(given, "body");
    if (value == nullptr) {
      if (!parameter.required) continue;
      return Error{Errc::invalid_input,
                   "the operation needs the parameter `" + shorten(parameter.name, 64) + "`"};
    }
    const Result<Done> placed = place(parameter, *value, draft);
    if (!placed) return placed;
  }
  return Done{};
}

bool knows(const Operation& operation, std::string_view name) {
  return std::any_of(operation.parameters.begin(), operation.parameters.end(),
                     [name](const Parameter& parameter) { return parameter.name == name; });
}

// What is no parameter belongs to the body.
Result<Done> place_rest(const Operation& operation, const JsonObject& given, Draft& draft) {
  JsonObject members = std::move(draft.form);
  for (const auto& member : given) {
    if (knows(operation, member.key()) || member.value().is_null()) continue;
    const bool whole = member.key() == "body";
    if (!operation.takes_body || (draft.body && !whole)) {
      return Error{Errc::invalid_input, "the operation has no parameter `" + shorten(member.key(), 64) + "`"};
    }
    if (!whole) {
      members[member.key()] = member.value();
    } else if (!draft.body) {
      draft.body = member.value();
    }
  }
  if (members.empty()) return Done{};
  if (draft.body)
    return Error{Errc::invalid_input, "`parameters` has `body` and others that the operation does not know"};
  draft.body = Json(std::move(members));
  return Done{};
}

// JSON where the operation takes it, else a form, else text.
Result<std::string> body_type(const Operation& operation, const Json& body) {
  const auto& types = operation.body_types;
  if (types.empty()) return std::string("application/json");
  const auto json =
      std::find_if(types.begin(), types.end(), [](const auto& type) { return is_json_type(type); });
  if (json != types.end()) return *json;
  const auto form = std::find_if(types.begin(), types.end(),
                                 [](const auto& type) { return lower(type).starts_with(kForm); });
  if (form != types.end()) return *form;
  if (std::find(types.begin(), types.end(), "*/*") != types.end()) return std::string("application/json");
  if (body.is_string() && types.front().find('*') == std::string::npos) return types.front();
  return Error{Errc::invalid_input, "the operation's body is " + shorten(types.front(), 64) +
                                        ", which only a string can be sent as"};
}

Result<std::string> target_of(const Operation& operation, const Draft& draft, const Url& at,
                              bool authenticates) {
  if (draft.path.find_first_of("{}?#") != std::string::npos) {
    return Error{Errc::invalid_input, "the path `" + shorten(operation.path, 100) +
                                          "` has a parameter that the operation does not declare"};
  }
  const Result<Url> base = resolve_url(at, operation.server.empty() ? "/" : operation.server);
  if (!base || (base->scheme != "http" && base->scheme != "https"))
    return Error{Errc::invalid_input, "the OpenAPI document's server is no http or https URL"};
  if (authenticates && at.scheme == "https" && base->scheme == "http") {
    return Error{Errc::invalid_input, "the OpenAPI document's server is plain http (" + base->origin() +
                                          "): the call's `authentication` must not go there"};
  }
  std::string folder = base->path;
  while (folder.ends_with('/')) folder.pop_back();
  return base->origin() + folder + draft.path + (draft.query.empty() ? "" : "?" + draft.query);
}

}  // namespace

Result<JsonObject> openapi_request(const Operation& operation, const JsonObject& arguments, const Url& at) {
  const Result<const JsonObject*> parameters = optional_object(arguments, "parameters");
  if (!parameters) return parameters.error();
  const JsonObject none;
  const JsonObject& given = *parameters == nullptr ? none : **parameters;
  Draft draft;
  draft.path = operation.path;
  Result<Done> placed = place_known(operation, given, draft);
  if (!placed) return placed.error();
  placed = place_rest(operation, given, draft);
  if (!placed) return placed.error();
  if (!draft.body && operation.body_required)
    return Error{Errc::invalid_input, "the operation needs a body: give `body` among the `parameters`"};
  JsonObject request{{"method", operation.method}};
  const Result<std::string> target =
      target_of(operation, draft, at, find_member(arguments, "authentication") != nullptr);
  if (!target) return target.error();
  request["uri"] = *target;
  draft.headers["Accept"] = "application/json, */*;q=0.5";
  if (!draft.cookies.empty()) draft.headers["Cookie"] = draft.cookies;
  if (draft.body) {
    const Result<std::string> type = body_type(operation, *draft.body);
    if (!type) return type.error();
    draft.headers["Content-Type"] = *type;
    request["body"] = *std::move(draft.body);
  }
  request["headers"] = std::move(draft.headers);
  for (const auto* name : {"authentication", "output", "redirect"}) {
    if (const Json* value = find_member(arguments, name)) request[name] = *value;
  }
  return request;
}

}  // namespace runledger::actions
