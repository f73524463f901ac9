#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/base/time.hpp"

namespace runledger::expression {

// The names that the Open Workflow DSL 1.0.3 ("Runtime expression arguments") gives to every expression,
// without the dollar sign. Callers add what is bound where the expression stands: $item and $index in a
// `for`, $error in a `catch`, or the names that its `as`, `each` and `at` choose.
inline constexpr std::string_view kStandardVariables[] = {"context",  "input",   "output",  "task",
                                                          "workflow", "runtime", "secrets", "authorization"};

// One bound variable; the value is borrowed for the length of the evaluation and never copied as a whole.
struct Variable {
  std::string_view name;  // without the dollar sign
  const Json* value = nullptr;
};

// A small flat list, looked through from the front. A variable that an expression may use but that is not in
// the list, or whose value is nullptr, is null.
using Variables = std::span<const Variable>;

// What one evaluation may cost. The native evaluator counts steps, so that the same input always ends the
// same way; libjq cannot count and is stopped by the clock.
struct Limits {
  Milliseconds timeout{500};                       // libjq only
  std::size_t max_steps = 1'000'000;               // native only: nodes visited
  std::size_t max_result_bytes = 8 * 1024 * 1024;  // size of the result as compact JSON, roughly
  std::size_t max_outputs = 100'000;               // outputs gathered into one array
};

// How an expression uses one of its variables, found when it is compiled.
struct VariableUse {
  std::string name;  // "secrets"
  std::vector<std::string>
      fields;          // x and y of $secrets.x and $secrets["y"].z, each once, in order of appearance
  bool whole = false;  // used in some other way too, so that any part of it may be read
};

}  // namespace runledger::expression
