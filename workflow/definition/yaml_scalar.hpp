#pragma once

#include <string>
#include <string_view>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::definition {

// A plain (unquoted) scalar's value.
struct PlainScalar {
  Json value;
  std::string warning;  // empty, or what its author may not have meant
};

// Resolves a plain scalar by the core schema (YAML 1.2.2 §10.3.2): null, true/false, integers, floats, else a
// string. So `yes`, `no`, `on`, `off` and dates are strings, and 010 is ten. Integers are exact up to 64
// bits, floats correctly rounded. Errors: invalid_input for what JSON cannot hold (.inf, .nan, larger
// integers) and for `0o10`, `0x1F`, which a JSON reader would not take; the message says what to write
// instead.
Result<PlainScalar> resolve_plain_scalar(std::string_view text);

}  // namespace runledger::definition
