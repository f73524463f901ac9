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

// Reads `connection`, which must be constant: which credentials a call uses is decided by the definition's
// author, never by a payload. Notes it in the program.
std::optional<std::string> compile_connection(Compilation& c, Members& with);

// The arguments of one kind, from a `with` that is an object.
Template compile_http_arguments(Compilation& c, Members& with);
Template compile_email_arguments(Compilation& c, Members& with);
Template compile_postgres_arguments(Compilation& c, Members& with);
Template compile_log_arguments(Compilation& c, Members& with);

}  // namespace runledger::definition
