#include "actions/openapi/operation.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

constexpr std::array<std::string_view, 8> kMethods{"get",     "put",  "post",  "delete",
                                                   "options", "head", "patch", "trace"};

struct Found {
  std::string_view path, method;
  const JsonObject* item;
  const JsonObject* operation;
};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

Result<Found> locate(const Json& document, std::string_view operation_id) {
  const Result<const JsonObject*> paths = optional_object(document.get_object(), "paths");
  if (!paths) return paths.error();
  if (*paths != nullptr) {
    for (const auto& entry : **paths) {
      const Result<const JsonObject*> item = resolve(document, entry.value());
      if (!item) continue;  // another operation may be meant
      for (const auto method : kMethods) {
        const Json* operation = (*item)->if_contains(method);
        if (operation == nullptr || !operation->is_object()) continue;
        const Json* id = operation->get_object().if_contains("operationId");
        if (id == nullptr || *id != Json(operation_id)) continue;
        return Found{entry.key(), method, *item, &operation->get_object()};
      }
    }
  }
  return Error{Errc::invalid_input, "the OpenAPI document has no operation with the operationId `" +
                                        shorten(operation_id, 100) + "`"};
}

Result<Style> read_style(std::string_view style) {
  constexpr std::pair<std::string_view, Style> kStyles[] = {
      {"simple", Style::simple},         {"label", Style::label},
      {"matrix", Style::matrix},         {"form", Style::form},
      {"spaceDelimited", Style::space},  {"pipeDelimited", Style::pipe},
      {"deepObject", Style::deep_object}};
  for (const auto& [name, value] : kStyles) {
    if (name == style) return value;
  }
  return Error{Errc::invalid_input, "style `" + shorten(style, 40) + "` is none of OpenAPI 3"};
}

// OpenAPI 3.1 §4.8.12.2: the defaults depend on the place.
Result<Parameter> read_parameter(const JsonObject& object) {
  Parameter parameter;
  const Result<std::string> name = required_text(object, "name");
  if (!name) return name.error();
  parameter.name = *name;
  const Result<std::string> place = required_text(object, "in");
  if (!place) return place.error();
  constexpr std::pair<std::string_view, Parameter::Place> kPlaces[] = {{"path", Parameter::Place::path},
                                                                       {"query", Parameter::Place::query},
                                                                       {"header", Parameter::Place::header},
                                                                       {"cookie", Parameter::Place::cookie}};
  const auto* known = std::find_if(std::begin(kPlaces), std::end(kPlaces),
                                   [&](const auto& entry) { return entry.first == *place; });
  if (known == std::end(kPlaces))
    return Error{Errc::invalid_input, "`in` of a parameter is path, query, header or cookie"};
  parameter.place = known->second;
  const bool form = parameter.place == Parameter::Place::query || parameter.place == Parameter::Place::cookie;
  const Result<std::optional<std::string>> style = optional_text(object, "style");
  if (!style) return style.error();
  const Result<Style> read = read_style(style->value_or(form ? "form" : "simple"));
  if (!read) return read.error();
  parameter.style = *read;
  const Result<bool> explode = optional_flag(object, "explode", parameter.style == Style::form);
  if (!explode) return explode.error();
  parameter.explode = *explode;
  return parameter;
}

// The operation's own replace those of its path (OpenAPI 3.1 §4.8.9.1).
Result<Done> read_parameters(const Json& document, const JsonObject& holder, Operation& operation) {
  const Result<const JsonArray*> list = optional_array(holder, "parameters");
  if (!list) return list.error();
  if (*list == nullptr) return Done{};
  for (const Json& element : **list) {
    const Result<const JsonObject*> object = resolve(document, element);
    if (!object) return object.error();
    Result<Parameter> parameter =
        is_swagger(document) ? read_swagger_parameter(**object) : read_parameter(**object);
    if (!parameter)
      return Error{parameter.error().code, "a parameter of the operation: " + parameter.error().message};
    const Result<bool> required = optional_flag(**object, "required", false);
    if (!required) return required.error();
    parameter->required = *required || parameter->place == Parameter::Place::path;
    std::erase_if(operation.parameters, [&](const Parameter& other) {
      return other.name == parameter->name && other.place == parameter->place;
    });
    operation.parameters.push_back(*std::move(parameter));
  }
  return Done{};
}

Result<Done> read_body(const Json& document, const JsonObject& object, Operation& operation) {
  const Json* body = find_member(object, "requestBody");
  if (body == nullptr) return Done{};
  const Result<const JsonObject*> resolved = resolve(document, *body);
  if (!resolved) return resolved.error();
  operation.takes_body = true;
  const Result<bool> required = optional_flag(**resolved, "required", false);
  if (!required) return required.error();
  operation.body_required = *required;
  const Result<const JsonObject*> content = optional_object(**resolved, "content");
  if (!content) return content.error();
  if (*content == nullptr) return Done{};
  for (const auto& type : **content) operation.body_types.emplace_back(type.key());
  return Done{};
}

// The first server of the operation, else of its path, else of the document; variables have their defaults.
Result<std::string> server_of(const Json& document, const Found& found) {
  for (const JsonObject* holder : {found.operation, found.item, &document.get_object()}) {
    const Result<const JsonArray*> servers = optional_array(*holder, "servers");
    if (!servers) return servers.error();
    if (*servers == nullptr || (*servers)->empty()) continue;
    const Json& first = (*servers)->front();
    if (!first.is_object()) break;
    Result<std::string> url = required_text(first.get_object(), "url");
    if (!url) return url;
    const Result<const JsonObject*> variables = optional_object(first.get_object(), "variables");
    if (!variables) return variables.error();
    if (*variables == nullptr) return url;
    for (const auto& variable : **variables) {
      if (!variable.value().is_object()) continue;
      const Result<std::string> value = required_text(variable.value().get_object(), "default");
      if (!value) return value.error();
      const std::string mark = "{" + std::string(variable.key()) + "}";
      for (auto at = url->find(mark); at != std::string::npos; at = url->find(mark, at + value->size()))
        url->replace(at, mark.size(), *value);
    }
    return url;
  }
  return std::string("/");
}

}  // namespace

Result<Operation> find_operation(const Json& document, std::string_view operation_id) {
  const Result<Found> found = locate(document, operation_id);
  if (!found) return found.error();
  Operation operation;
  operation.method = upper(found->method);
  operation.path = found->path;
  for (const JsonObject* holder : {found->item, found->operation}) {
    const Result<Done> read = read_parameters(document, *holder, operation);
    if (!read) return read.error();
  }
  if (is_swagger(document)) {
    operation.server = swagger_server(document.get_object(), *found->operation);
    complete_swagger_body(document.get_object(), *found->operation, operation);
  } else {
    Result<std::string> server = server_of(document, *found);
    if (!server) return server.error();
    operation.server = *std::move(server);
    const Result<Done> read = read_body(document, *found->operation, operation);
    if (!read) return read.error();
  }
  while (operation.server.ends_with('/')) operation.server.pop_back();
  return operation;
}

}  // namespace runledger::actions
