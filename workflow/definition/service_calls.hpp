#pragma once

#include <span>

#include "workflow/definition/builtin_calls.hpp"

namespace runledger::definition {

// The calls of known services, which HTTP carries.
std::span<const BuiltinCall> service_calls();

}  // namespace runledger::definition
