#pragma once

#include <string>

namespace runledger::admin {

// The OpenAPI 3.1 document of every route, as JSON text. Written by hand in openapi.yaml; a test compares it
// with the routes. Thread-safe.
const std::string& openapi_document();

}  // namespace runledger::admin
