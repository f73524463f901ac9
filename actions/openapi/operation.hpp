#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actions/openapi/document.hpp"

namespace runledger::actions {

// How a list or an object is written (OpenAPI 3.1 §4.8.12.3).
enum class Style { simple, label, matrix, form, space, tab, pipe, deep_object };

struct Parameter {
  enum class Place { path, query, header, cookie, form, body } place = Place::query;
  std::string name;
  bool required = false;
  Style style = Style::form;
  bool explode = true;
};

// What a document says of one operation, whatever its version.
struct Operation {
  std::string method;  // upper case
  std::string server;  // URL or reference, without a slash at its end
  std::string path;    // "/pets/{petId}"
  std::vector<Parameter> parameters;
  bool takes_body = false;
  bool body_required = false;
  std::vector<std::string> body_types;  // media types, as declared
};

// Errors: invalid_input: no operation of this id (with the nearest that there is), or a malformed one.
Result<Operation> find_operation(const Json& document, std::string_view operation_id);

// Swagger 2.0's way to say the same: fills in what is not the same in OpenAPI 3.
Result<Parameter> read_swagger_parameter(const JsonObject& object);
std::string swagger_server(const JsonObject& document, const JsonObject& operation);
// Its parameters in a form and in a body make the body.
void complete_swagger_body(const JsonObject& document, const JsonObject& object, Operation& operation);

}  // namespace runledger::actions
