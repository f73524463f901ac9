#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <iterator>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/openapi/operation.hpp"

// Swagger 2.0.
namespace runledger::actions {
namespace {

std::string text_of(const JsonObject& object, std::string_view member, std::string_view otherwise) {
  const Json* value = find_member(object, member);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string(otherwise);
}

// Own list of the operation, else the document's.
const JsonArray* list_of(const JsonObject& document, const JsonObject& operation, std::string_view member) {
  for (const JsonObject* holder : {&operation, &document}) {
    const Json* list = find_member(*holder, member);
    if (list != nullptr && list->is_array()) return &list->get_array();
  }
  return nullptr;
}

}  // namespace

Result<Parameter> read_swagger_parameter(const JsonObject& object) {
  Parameter parameter;
  const Result<std::string> name = required_text(object, "name");
  if (!name) return name.error();
  parameter.name = *name;
  constexpr std::pair<std::string_view, Parameter::Place> kPlaces[] = {{"path", Parameter::Place::path},
                                                                       {"query", Parameter::Place::query},
                                                                       {"header", Parameter::Place::header},
                                                                       {"formData", Parameter::Place::form},
                                                                       {"body", Parameter::Place::body}};
  const std::string place = text_of(object, "in", "");
  const auto* known = std::find_if(std::begin(kPlaces), std::end(kPlaces),
                                   [&](const auto& entry) { return entry.first == place; });
  if (known == std::end(kPlaces))
    return Error{Errc::invalid_input, "`in` of a parameter is path, query, header, formData or body"};
  parameter.place = known->second;
  constexpr std::pair<std::string_view, Style> kFormats[] = {{"csv", Style::simple},
                                                             {"ssv", Style::space},
                                                             {"tsv", Style::tab},
                                                             {"pipes", Style::pipe},
                                                             {"multi", Style::form}};
  const std::string format = text_of(object, "collectionFormat", "csv");
  const auto* style = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const auto& entry) { return entry.first == format; });
  if (style == std::end(kFormats))
    return Error{Errc::invalid_input, "`collectionFormat` is csv, ssv, tsv, pipes or multi"};
  parameter.style = style->second;
  parameter.explode = format == "multi";
  return parameter;
}

// https where there is a choice; what is not said is as the document's own address.
std::string swagger_server(const JsonObject& document, const JsonObject& operation) {
  const std::string host = text_of(document, "host", "");
  const std::string base = text_of(document, "basePath", "");
  if (host.empty()) return base.empty() ? "/" : base;
  std::string scheme;
  if (const JsonArray* schemes = list_of(document, operation, "schemes");
      schemes != nullptr && !schemes->empty()) {
    const bool secure = std::find(schemes->begin(), schemes->end(), Json("https")) != schemes->end();
    scheme = secure ? "https:" : "http:";
  }
  return scheme + "//" + host + base;
}

void complete_swagger_body(const JsonObject& document, const JsonObject& object, Operation& operation) {
  for (const Parameter& parameter : operation.parameters) {
    const bool body = parameter.place == Parameter::Place::body;
    if (!body && parameter.place != Parameter::Place::form) continue;
    operation.takes_body = true;
    operation.body_required = operation.body_required || (body && parameter.required);
    if (!body) operation.body_types = {"application/x-www-form-urlencoded"};
  }
  if (!operation.takes_body || !operation.body_types.empty()) return;
  if (const JsonArray* types = list_of(document, object, "consumes")) {
    for (const Json& type : *types) {
      if (type.is_string()) operation.body_types.emplace_back(type.get_string());
    }
  }
}

}  // namespace runledger::actions
