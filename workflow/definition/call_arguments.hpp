#pragma once

#include <optional>
#include <string>

#include "workflow/definition/builtin_calls.hpp"
#include "workflow/definition/compilation.hpp"
#include "workflow/definition/members.hpp"

namespace runledger::definition {

// Checks `with` against the call's JSON Schema. A string that holds an expression may stand for any value:
// what the schema says about it, or about what lies below it, is not held against it.
void check_arguments(Compilation& c, const Place& with, const BuiltinCall& call);

// Checks the arguments of a function against the schema of its input, as far as they hold no expression.
void check_function_arguments(Compilation& c, const Place& with, const Place& function);

// Reads `connection`, which must be constant: which credentials a call uses is decided by the definition's
// author, never by a payload. Notes in the program which kind of call uses it.
std::optional<std::string> compile_connection(Compilation& c, Members& with, std::string_view call_kind);

// The arguments of one kind, from a `with` that is an object.
Template compile_http_arguments(Compilation& c, Members& with);
Template compile_openapi_arguments(Compilation& c, Members& with);
Template compile_email_arguments(Compilation& c, Members& with);
Template compile_postgres_arguments(Compilation& c, Members& with);
Template compile_log_arguments(Compilation& c, Members& with);
// slack, teams, pagerduty: what their schemas name.
Template compile_service_arguments(Compilation& c, const BuiltinCall& call, Members& with);
Template compile_webhook_arguments(Compilation& c, Members& with);

// Where an HTTP call goes: sets `uri`, or what becomes it, among the arguments.
// `endpoint` is a URI or an object with one; its authentication becomes the member of that name.
void compile_endpoint(Compilation& c, const Place& endpoint, bool has_connection,
                      std::string_view authentication_member, JsonObject& arguments);
void compile_endpoint_uri(Compilation& c, const Place& uri, bool has_connection, JsonObject& arguments);

}  // namespace runledger::definition
