#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "workflow/base/result.hpp"
#include "workflow/expression/ast.hpp"
#include "workflow/expression/value.hpp"
#include "workflow/expression/variables.hpp"

namespace runledger::expression {

// Receives the outputs of a node; false stops it. A borrowed reference to a callable: it must outlive the
// call.
class Sink {
 public:
  template <class Callable>
  Sink(Callable& callable)  // NOLINT: implicit on purpose
      : context_(&callable), run_([](void* context, Value&& value) {
          return (*static_cast<Callable*>(context))(std::move(value));
        }) {}
  bool operator()(Value&& value) const { return run_(context_, std::move(value)); }

 private:
  void* context_;
  bool (*run_)(void*, Value&&);
};

// Evaluates one native Ast once. Integers stay exact; sub-trees of the input are borrowed until they must be
// copied. Not shared between threads; make one for each evaluation.
class NativeEvaluator {
 public:
  // Everything referred to must outlive the evaluator and what it gives back.
  NativeEvaluator(const Ast& ast, const Json& input, Variables variables, const Limits& limits);

  enum class Outcome {
    done,
    failed,   // problem() is the message
    limited,  // a limit was hit: problem() says which
    foreign,  // a rare case that libjq must decide, e.g. an index that is an object
  };

  // All outputs as one value: none gives null, several give an array.
  Outcome run(Value& result);
  const std::string& problem() const { return problem_; }

 private:
  // native_evaluator.cpp. one() is for nodes with Node::single, each() for all. After a failure the values
  // given back mean nothing.
  Value one(NodeIndex index, const Json& input);
  bool each(NodeIndex index, const Json& input, Sink sink);
  bool each_child(const Node& node, const Json& input, Sink sink);
  bool each_element(const Json& of, Sink sink);
  bool each_attempt(const Node& node, const Json& input, Sink sink);
  bool each_alternative(const Node& node, const Json& input, Sink sink);
  bool each_bound(const Node& node, const Json& input, Sink sink);
  Value pipe(const Node& node, const Json& input);
  Value alternative(const Node& node, const Json& input);
  Value bind(const Node& node, const Json& input);
  Value reduce(const Node& node, const Json& input);
  Value variable(const Node& node) const;
  bool is_true(NodeIndex condition, const Json& input);

  // native_paths.cpp
  Value path(const Node& node, const Json& input);
  Value walk(const Node& node, Value from);
  const Json* step(const Json& from, const Step& step);
  Value index(Value base, const Json& key);
  Value slice(const Node& node, const Json& input);

  // native_operators.cpp
  Value arithmetic(const Node& node, const Json& input);
  Value add(Value left, Value right);
  Value subtract(const Json& left, const Json& right);
  Value multiply(Value left, Value right);
  Value divide(const Json& left, const Json& right);
  Value remainder_of(const Json& left, const Json& right);
  Value comparison(const Node& node, const Json& input);
  Value negated(const Json& value);
  Value text(const Node& node, const Json& input);
  Value array(const Node& node, const Json& input);
  Value object(const Node& node, const Json& input);
  void merge(JsonObject& into, const JsonObject& from);
  Value split(const Json& text, const Json& separator);

  // native_builtins.cpp
  Value call(const Node& node, const Json& input);
  Value call_with_text(const Node& node, const Json& input, Value argument);
  Value total(const Json& input);
  Value any_or_all(const Node& node, const Json& input);
  Value has(const Json& input, const Json& key);
  Value join(const Json& input, const Json& separator);
  Value keys(const Json& input);
  Value length(const Json& input);
  Value map(const Node& node, const Json& input);
  Value to_entries(const Json& input);
  Value to_number(const Json& input);

  // Failing. Each gives a value to return with.
  Value fail(std::string why);
  Value cannot(const Json& left, const Json& right, std::string_view what);
  Value limited(std::string why);
  Value leave_to_libjq();
  bool stopped() const { return outcome_ != Outcome::done; }
  void forgive();
  std::string describe(const Json& value) const;

  // An owned value: copies a borrowed one, against the budget of bytes.
  Json take(Value value);
  bool charge(std::size_t bytes);
  // Keeps a result valid after `holder` goes away.
  Value keep(Value result, const Value& holder);

  const Ast& ast_;
  const Json& input_;
  Variables variables_;
  const Limits& limits_;
  std::vector<Value> slots_;
  std::size_t steps_left_;
  std::size_t bytes_left_;
  Outcome outcome_ = Outcome::done;
  std::string problem_;
};

// True when messages about this expression must not show values, since it reads secrets.
bool reads_secrets(const Ast& ast);

}  // namespace runledger::expression
