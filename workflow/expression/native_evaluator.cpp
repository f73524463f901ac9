#include "workflow/expression/native_evaluator.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/expression/expression.hpp"
#include "workflow/expression/jq_text.hpp"

namespace runledger::expression {
namespace {

// Results are bounded; what is built on the way may be this many times larger in total.
constexpr std::size_t kBudgetFactor = 8;

}  // namespace

NativeEvaluator::NativeEvaluator(const Ast& ast, const Json& input, Variables variables, const Limits& limits)
    : ast_(ast),
      input_(input),
      variables_(variables),
      limits_(limits),
      slots_(ast.slots),
      steps_left_(limits.max_steps),
      bytes_left_(limits.max_result_bytes * kBudgetFactor) {}

NativeEvaluator::Outcome NativeEvaluator::run(Value& result) {
  if (ast_.node(ast_.root).single) {
    result = one(ast_.root, input_);
  } else {
    JsonArray outputs;
    auto collect = [&](Value&& value) {
      if (outputs.size() >= limits_.max_outputs) {
        limited("more than " + std::to_string(limits_.max_outputs) + " outputs");
        return false;
      }
      outputs.push_back(take(std::move(value)));
      return !stopped();
    };
    each(ast_.root, input_, collect);
    if (outputs.empty()) {
      result = Value::borrow(kNull);
    } else if (outputs.size() == 1) {
      result = Json(std::move(outputs.front()));
    } else {
      result = Json(std::move(outputs));
    }
  }
  return outcome_;
}

Value NativeEvaluator::one(NodeIndex index, const Json& input) {
  if (stopped() || steps_left_-- == 0) return limited("too many steps");
  const Node& node = ast_.node(index);
  switch (node.kind) {
    case NodeKind::identity:
      return Value::borrow(input);
    case NodeKind::literal:
      return Value::borrow(ast_.literals[node.number]);
    case NodeKind::variable:
      return variable(node);
    case NodeKind::local:
      return Value::borrow(slots_[node.number].get());
    case NodeKind::path:
      return path(node, input);
    case NodeKind::index: {
      auto base = one(ast_.child(node, 0), input);
      const auto key = one(ast_.child(node, 1), input);
      return stopped() ? Value() : this->index(std::move(base), key.get());
    }
    case NodeKind::slice:
      return slice(node, input);
    case NodeKind::text:
      return text(node, input);
    case NodeKind::negate: {
      const auto operand = one(ast_.child(node, 0), input);
      return stopped() ? Value() : negated(operand.get());
    }
    case NodeKind::arithmetic:
      return arithmetic(node, input);
    case NodeKind::compare:
      return comparison(node, input);
    case NodeKind::both:
      return Json(is_true(ast_.child(node, 0), input) && is_true(ast_.child(node, 1), input));
    case NodeKind::either:
      return Json(is_true(ast_.child(node, 0), input) || is_true(ast_.child(node, 1), input));
    case NodeKind::alternative:
      return alternative(node, input);
    case NodeKind::choose: {
      const bool yes = is_true(ast_.child(node, 0), input);
      return one(ast_.child(node, yes ? 1 : 2), input);
    }
    case NodeKind::array:
      return array(node, input);
    case NodeKind::object:
      return object(node, input);
    case NodeKind::pipe:
      return pipe(node, input);
    case NodeKind::bind:
      return bind(node, input);
    case NodeKind::reduce:
      return reduce(node, input);
    case NodeKind::call:
      return call(node, input);
    case NodeKind::iterate:
    case NodeKind::comma:
    case NodeKind::attempt:
    case NodeKind::foreign:
      break;  // never single
  }
  return leave_to_libjq();
}

bool NativeEvaluator::each(NodeIndex index, const Json& input, Sink sink) {
  const Node& node = ast_.node(index);
  if (node.single) {
    auto value = one(index, input);
    return !stopped() && sink(std::move(value));
  }
  if (stopped() || steps_left_-- == 0) return limited("too many steps"), false;
  switch (node.kind) {
    case NodeKind::comma:
      return each_child(node, input, sink);
    case NodeKind::iterate: {
      auto elements = [&](Value&& base) { return each_element(base.get(), sink); };
      return each(ast_.child(node, 0), input, elements);
    }
    case NodeKind::path: {
      auto follow = [&](Value&& base) {
        auto found = walk(node, std::move(base));
        return !stopped() && sink(std::move(found));
      };
      return each(ast_.child(node, 0), input, follow);
    }
    case NodeKind::index: {
      const auto key = one(ast_.child(node, 1), input);
      auto follow = [&](Value&& base) {
        auto found = this->index(std::move(base), key.get());
        return !stopped() && sink(std::move(found));
      };
      return !stopped() && each(ast_.child(node, 0), input, follow);
    }
    case NodeKind::pipe: {
      auto go_on = [&](Value&& value) { return each(ast_.child(node, 1), value.get(), sink); };
      return each(ast_.child(node, 0), input, go_on);
    }
    case NodeKind::choose: {
      const bool yes = is_true(ast_.child(node, 0), input);
      return !stopped() && each(ast_.child(node, yes ? 1 : 2), input, sink);
    }
    case NodeKind::attempt:
      return each_attempt(node, input, sink);
    case NodeKind::alternative:
      return each_alternative(node, input, sink);
    case NodeKind::bind:
      return each_bound(node, input, sink);
    case NodeKind::call:  // empty, values, select
      if (node.builtin == Builtin::empty) return true;
      if (node.builtin == Builtin::values) return input.is_null() || sink(Value::borrow(input));
      if (is_true(ast_.child(node, 0), input)) return sink(Value::borrow(input));
      return !stopped();
    default:
      return leave_to_libjq(), false;
  }
}

bool NativeEvaluator::each_child(const Node& node, const Json& input, Sink sink) {
  for (std::uint32_t i = 0; i < node.count; ++i) {
    if (!each(ast_.child(node, i), input, sink)) return false;
  }
  return true;
}

bool NativeEvaluator::each_element(const Json& of, Sink sink) {
  const auto give = [&](const Json& element) {
    if (steps_left_-- == 0) return limited("too many steps"), false;
    return sink(Value::borrow(element));
  };
  if (of.is_array()) {
    for (const auto& element : of.get_array()) {
      if (!give(element)) return false;
    }
    return true;
  }
  if (of.is_object()) {
    for (const auto& member : of.get_object()) {
      if (!give(member.value())) return false;
    }
    return true;
  }
  return fail("cannot iterate over " + describe(of)), false;
}

// `body?`: an error of the body ends it quietly; one that comes from further on is not ours to swallow.
bool NativeEvaluator::each_attempt(const Node& node, const Json& input, Sink sink) {
  bool stopped_outside = false;
  auto pass_on = [&](Value&& value) {
    stopped_outside = !sink(std::move(value));
    return !stopped_outside;
  };
  each(ast_.child(node, 0), input, pass_on);
  if (stopped_outside) return false;
  forgive();
  return !stopped();
}

bool NativeEvaluator::each_alternative(const Node& node, const Json& input, Sink sink) {
  bool any = false;
  auto only_true = [&](Value&& value) {
    if (!is_truthy(value.get())) return true;
    any = true;
    return sink(std::move(value));
  };
  if (!each(ast_.child(node, 0), input, only_true)) return false;
  return any || each(ast_.child(node, 1), input, sink);
}

bool NativeEvaluator::each_bound(const Node& node, const Json& input, Sink sink) {
  auto with_value = [&](Value&& value) {
    slots_[node.number] = std::move(value);
    return each(ast_.child(node, 1), input, sink);
  };
  return each(ast_.child(node, 0), input, with_value);
}

Value NativeEvaluator::pipe(const Node& node, const Json& input) {
  const auto first = one(ast_.child(node, 0), input);
  if (stopped()) return {};
  return keep(one(ast_.child(node, 1), first.get()), first);
}

Value NativeEvaluator::alternative(const Node& node, const Json& input) {
  auto first = one(ast_.child(node, 0), input);
  if (stopped() || is_truthy(first.get())) return first;
  return one(ast_.child(node, 1), input);
}

Value NativeEvaluator::bind(const Node& node, const Json& input) {
  auto value = one(ast_.child(node, 0), input);
  if (stopped()) return {};
  slots_[node.number] = std::move(value);
  auto result = one(ast_.child(node, 1), input);
  return keep(std::move(result), slots_[node.number]);
}

Value NativeEvaluator::reduce(const Node& node, const Json& input) {
  Value state = take(one(ast_.child(node, 1), input));
  auto update = [&](Value&& value) {
    slots_[node.number] = std::move(value);
    auto next = one(ast_.child(node, 2), state.get());
    if (stopped()) return false;
    state = take(std::move(next));
    return !stopped();
  };
  each(ast_.child(node, 0), input, update);
  return state;
}

Value NativeEvaluator::variable(const Node& node) const {
  const std::string_view name = ast_.uses[node.number].name;
  for (const auto& variable : variables_) {
    if (variable.name == name) return Value::borrow(variable.value != nullptr ? *variable.value : kNull);
  }
  return Value::borrow(kNull);
}

bool NativeEvaluator::is_true(NodeIndex condition, const Json& input) {
  const auto value = one(condition, input);
  return !stopped() && is_truthy(value.get());
}

Value NativeEvaluator::fail(std::string why) {
  if (!stopped()) {
    outcome_ = Outcome::failed;
    problem_ = std::move(why);
  }
  return {};
}

Value NativeEvaluator::cannot(const Json& left, const Json& right, std::string_view what) {
  return fail(describe(left) + " and " + describe(right) + " cannot be " + std::string(what));
}

Value NativeEvaluator::limited(std::string why) {
  if (!stopped()) {
    outcome_ = Outcome::limited;
    problem_ = std::move(why);
  }
  return {};
}

Value NativeEvaluator::leave_to_libjq() {
  if (!stopped()) outcome_ = Outcome::foreign;
  return {};
}

// Swallows an error, but neither a limit nor what libjq must decide.
void NativeEvaluator::forgive() {
  if (outcome_ == Outcome::failed) outcome_ = Outcome::done;
}

std::string NativeEvaluator::describe(const Json& value) const {
  return expression::describe(value, reads_secrets(ast_));
}

Json NativeEvaluator::take(Value value) {
  if (value.owned()) return std::move(value.own());
  const Json& from = value.get();
  if (!from.is_structured() && !from.is_string()) return from;
  return charge(weight(from, bytes_left_)) ? from : Json();
}

bool NativeEvaluator::charge(std::size_t bytes) {
  if (bytes > bytes_left_)
    return limited("it builds more than " + std::to_string(limits_.max_result_bytes * kBudgetFactor) +
                   " bytes"),
           false;
  bytes_left_ -= bytes;
  return true;
}

Value NativeEvaluator::keep(Value result, const Value& holder) {
  if (stopped() || result.owned() || !holder.owned()) return result;
  return take(std::move(result));
}

bool reads_secrets(const Ast& ast) {
  for (const auto& use : ast.uses) {
    if (use.name == "secrets" || use.name == "authorization") return true;
  }
  return false;
}

}  // namespace runledger::expression
