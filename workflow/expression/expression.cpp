#include "workflow/expression/expression.hpp"

#include <vector>

#include "workflow/expression/compiled.hpp"
#include "workflow/expression/jq_pool.hpp"
#include "workflow/expression/jq_program.hpp"
#include "workflow/expression/jq_text.hpp"
#include "workflow/expression/native_evaluator.hpp"
#include "workflow/expression/parser.hpp"
#include "workflow/expression/result_limits.hpp"

namespace runledger::expression {
namespace {

constexpr std::size_t kLongestQuote = 100;

Error about(std::string_view text, Error error) {
  error.message = "expression '" + shortened(text, kLongestQuote) + "': " + error.message;
  return error;
}

// libjq's messages quote values.
Error about_run(const Expression::Compiled& compiled, Error error) {
  if (error.code == Errc::expression_failed && reads_secrets(compiled.ast)) {
    error.message = "it failed; the reason is withheld since it reads secrets";
  }
  return about(compiled.text, std::move(error));
}

Result<Json> run_libjq(const Expression::Compiled& compiled, const Json& input, Variables variables,
                       const Limits& limits) {
  std::vector<const Json*> values;
  for (const auto& use : compiled.ast.uses) {
    const Json* value = nullptr;
    for (const auto& variable : variables) {
      if (variable.name == use.name) {
        value = variable.value;
        break;
      }
    }
    values.push_back(value);
  }
  auto result = jq_pool::run(compiled.program, input, values, limits);
  if (!result) return about_run(compiled, std::move(result).error());
  return result;
}

using Outcome = NativeEvaluator::Outcome;

Error native_error(const Expression::Compiled& compiled, Outcome outcome, const std::string& problem) {
  const auto code = outcome == Outcome::limited ? Errc::limit_exceeded : Errc::expression_failed;
  return about(compiled.text, {code, problem});
}

}  // namespace

Result<Expression> Expression::compile(std::string_view jq_text,
                                       std::span<const std::string_view> variables) {
  auto ast = parse(jq_text, variables);
  if (!ast) return about(jq_text, std::move(ast).error());
  auto compiled = std::make_shared<Compiled>();
  compiled->text = jq_text;
  compiled->ast = std::move(*ast);
  compiled->program = program_text(compiled->text, compiled->ast);
  if (!compiled->ast.native) {
    if (auto checked = jq_pool::check(compiled->program); !checked) {
      return about(jq_text, std::move(checked).error());
    }
  }
  return Expression(std::move(compiled));
}

const std::string& Expression::text() const {
  return compiled_->text;
}

bool Expression::native() const {
  return compiled_->ast.native;
}

bool Expression::is_constant() const {
  return !compiled_->ast.reads_input && compiled_->ast.uses.empty();
}

const std::vector<VariableUse>& Expression::uses() const {
  return compiled_->ast.uses;
}

Result<Json> evaluate(const Expression& expression, const Json& input, Variables variables,
                      const Limits& limits) {
  const auto& compiled = expression.compiled();
  if (!compiled.ast.native) return run_libjq(compiled, input, variables, limits);
  NativeEvaluator evaluator(compiled.ast, input, variables, limits);
  Value value;
  const auto outcome = evaluator.run(value);
  if (outcome == Outcome::foreign) return run_libjq(compiled, input, variables, limits);
  if (outcome != Outcome::done) return native_error(compiled, outcome, evaluator.problem());
  if (!value->is_structured() && !value->is_string()) return Json(value.get());
  if (const auto problem = beyond_limits(value.get(), limits)) {
    return about(compiled.text, {Errc::limit_exceeded, *problem});
  }
  return value.owned() ? std::move(value.own()) : value.get();
}

Result<bool> holds(const Expression& expression, const Json& input, Variables variables,
                   const Limits& limits) {
  const auto& compiled = expression.compiled();
  if (compiled.ast.native) {
    NativeEvaluator evaluator(compiled.ast, input, variables, limits);
    Value value;
    const auto outcome = evaluator.run(value);
    if (outcome == Outcome::done) return is_truthy(value.get());
    if (outcome != Outcome::foreign) return native_error(compiled, outcome, evaluator.problem());
  }
  auto result = run_libjq(compiled, input, variables, limits);
  if (!result) return std::move(result).error();
  return is_truthy(*result);
}

bool is_truthy(const Json& value) {
  return !value.is_null() && !(value.is_bool() && !value.get_bool());
}

}  // namespace runledger::expression
