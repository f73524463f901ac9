#pragma once

#include <string_view>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::actions {

// An OpenAPI or Swagger document, whole: an object.
using OpenApiDocument = SharedJson;

// Reads JSON or YAML, at most 4 MiB. Errors: invalid_input saying where it is malformed, or that it is
// neither OpenAPI 3.0, 3.1 nor Swagger 2.0.
Result<OpenApiDocument> read_openapi(std::string_view text);

bool is_swagger(const Json& document);

// The object itself, or what its `$ref` points at inside of the document, through several if need be.
// Errors: invalid_input for references to elsewhere, into the void, and in circles.
Result<const JsonObject*> resolve(const Json& document, const Json& value);

}  // namespace runledger::actions
