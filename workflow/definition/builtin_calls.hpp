#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"

// The calls that the engine carries out itself. What each takes, and what its evaluated arguments and result
// look like: README.md, "Calls".
namespace runledger::definition {

struct BuiltinCall {
  std::string_view call;  // as in `call:`, "email:1.0.0@default"
  std::string_view kind;  // of the effect, "email"
  // JSON Schema (2020-12) of `with`, for values without expressions; see check_arguments.
  const Json& with_schema;
};

std::span<const BuiltinCall> builtin_calls();
// nullptr when there is none of this name.
const BuiltinCall* find_builtin_call(std::string_view call);

// The kinds of connection that a call of this kind can use.
std::vector<std::string_view> connection_kinds(std::string_view call_kind);

}  // namespace runledger::definition
