#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/expression/expression.hpp"

namespace runledger::expression {

// A JSON value in which strings may hold `${ jq }`, compiled once (`set`, `with`, `output.as`, `input.from`,
// ...). A string that is `${ jq }` as a whole becomes the expression's value. `${ jq }` inside other text is
// replaced by text: strings as they are, null as "null", all else as compact JSON. Everything else is taken
// as it stands; keys are never expressions. Immutable, cheap to copy, safe to share between threads.
class Template {
 public:
  struct Node;

  // Errors: as Expression::compile, with the JSON pointer of the faulty string inside `source`; also for a
  // `${` that is never closed.
  static Result<Template> compile(const Json& source, std::span<const std::string_view> variables);
  // For places where the DSL wants an expression (`if`, `when`, `while`): `${ jq }` or bare `jq`.
  static Result<Expression> compile_condition(std::string_view text,
                                              std::span<const std::string_view> variables);

  // True when there is no expression inside, so render() always gives the same value.
  bool is_constant() const;
  // The value when is_constant(), else nullptr. Lives as long as any copy of this template.
  const Json* constant() const;
  // The expression when the whole source is one `${ jq }` string, else nullptr.
  const Expression* whole_expression() const;
  // True when the native evaluator carries every expression inside; false when libjq must.
  bool native() const;
  // Each variable that any expression inside reads, merged by name.
  const std::vector<VariableUse>& uses() const;

  // Fills in the values. Errors: those of evaluate(), with the JSON pointer of the string; limit_exceeded
  // when the whole grows beyond `limits.max_result_bytes`.
  Result<Json> render(const Json& input, Variables variables = {}, const Limits& limits = {}) const;

 private:
  struct Root;
  explicit Template(std::shared_ptr<const Root> root) : root_(std::move(root)) {}
  std::shared_ptr<const Root> root_;
};

// True when `text` contains `${`, so that it must go through Template.
bool has_expression(std::string_view text);

}  // namespace runledger::expression
