#pragma once

#include <string>

#include "actions/openapi/operation.hpp"

namespace runledger::actions {

// Values as a URI or a header has them, by the parameter's style (OpenAPI 3.1 §4.8.12.4). Percent-encoded,
// except in headers. Errors: invalid_input naming the parameter, for lists and objects inside of others.

// What stands for `{name}` in a path.
Result<std::string> path_text(const Parameter& parameter, const Json& value);
// `a=1&a=2`: appended to a query.
Result<Done> append_query_text(const Parameter& parameter, const Json& value, std::string& query);
Result<std::string> header_value(const Parameter& parameter, const Json& value);

}  // namespace runledger::actions
