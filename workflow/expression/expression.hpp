#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/expression/variables.hpp"

namespace runledger::expression {

// One jq expression, compiled. Immutable, cheap to copy, safe to share between threads.
// Source: jq 1.6 manual; Open Workflow DSL 1.0.3, "Runtime Expressions".
class Expression {
 public:
  struct Compiled;

  // Compiles jq text (without `${ }`). `variables` are the names, without dollar sign, that may be used.
  // Errors: expression_failed, saying what is wrong, at which byte offset of the text, and the nearest known
  // word; limit_exceeded when the text is longer than 64 KiB or nested deeper than 128. Refused by name:
  // modules, the environment, further inputs, the clock, and all else whose answer would differ on replay.
  static Result<Expression> compile(std::string_view jq_text, std::span<const std::string_view> variables);

  const std::string& text() const;
  // True when the native evaluator carries it; false when libjq must.
  bool native() const;
  // True when it reads neither its input nor a variable.
  bool is_constant() const;
  // Each variable that it reads, once, in order of first appearance.
  const std::vector<VariableUse>& uses() const;

  const Compiled& compiled() const { return *compiled_; }

 private:
  explicit Expression(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

// Evaluates against `input` (jq's `.`). One output gives that value, none gives null, several give an array
// of them. Integers of 64 bits stay exact on the native path (see README.md for libjq's). Errors:
// expression_failed with the expression's text and what went wrong (values shortened to 100 bytes);
// limit_exceeded when a limit was hit. Thread-safe.
Result<Json> evaluate(const Expression& expression, const Json& input, Variables variables = {},
                      const Limits& limits = {});

// Evaluates a condition (`if`, `when`, `while`): jq's truth of the result, without copying it.
Result<bool> holds(const Expression& expression, const Json& input, Variables variables = {},
                   const Limits& limits = {});

// jq's truth: everything but `false` and `null` is true.
bool is_truthy(const Json& value);

}  // namespace runledger::expression
