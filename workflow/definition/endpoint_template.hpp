#pragma once

#include <string>
#include <string_view>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

// An endpoint that is a URI template. Compiled, it is a value with expressions that a call's arguments hold
// in place of their `uri`; evaluated, it is expanded before the effect's intent is written, so that the log
// has the URI itself.
namespace runledger::definition {

// The member of the arguments that becomes `uri`.
inline constexpr std::string_view kUriTemplateMember = "uriTemplate";

bool is_uri_template(std::string_view endpoint);

// {"template": the text, "values": {name: "${ .name }"}}: each name is a member of the task's input.
// Errors: invalid_input for what is no template of RFC 6570, `${ }` beside it, and `{+name}` where it could
// change the host.
Result<Json> compile_endpoint_template(std::string_view endpoint);

// The URI, from the evaluated form. A name that is missing fails, because `DELETE /pets/` is something else
// than `DELETE /pets/7`; in `{?name}`, `{&name}` and `{#name}` it is left out. Errors: expression_failed,
// also when a value would make a `.` or `..` segment.
Result<std::string> expand_endpoint_template(const Json& evaluated);

}  // namespace runledger::definition
