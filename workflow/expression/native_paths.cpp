// Reading inside values: .a.b, .[0], .[expr], .[from:to].
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/expression/jq_text.hpp"
#include "workflow/expression/native_evaluator.hpp"

namespace runledger::expression {
namespace {

const Json& element(const JsonArray& array, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(array.size());
  if (index < 0) index += size;
  return index >= 0 && index < size ? array[static_cast<std::size_t>(index)] : kNull;
}

}  // namespace

Value NativeEvaluator::path(const Node& node, const Json& input) {
  if (node.count != 0) return walk(node, one(ast_.child(node, 0), input));
  return walk(node, Value::borrow(input));
}

Value NativeEvaluator::walk(const Node& node, Value from) {
  if (stopped()) return {};
  const Json* here = &from.get();
  for (std::uint32_t i = 0; i < node.number; ++i) {
    here = step(*here, ast_.steps[node.first_step + i]);
    if (here == nullptr) return {};
  }
  if (here == &kNull) return {};
  // What is inside an owned value goes away with it, so it is moved out.
  if (from.owned()) return Json(std::move(const_cast<Json&>(*here)));
  return Value::borrow(*here);
}

// nullptr after a failure.
const Json* NativeEvaluator::step(const Json& from, const Step& step) {
  if (step.is_key) {
    if (const auto* object = from.if_object()) {
      const auto* found = object->if_contains(step.key);
      return found != nullptr ? found : &kNull;
    }
  } else if (const auto* array = from.if_array()) {
    return &element(*array, step.index);
  }
  if (from.is_null()) return &kNull;
  fail("cannot index " + describe(from) + " with " +
       (step.is_key ? "\"" + shortened(step.key, 100) + "\"" : "number " + std::to_string(step.index)));
  return nullptr;
}

Value NativeEvaluator::index(Value base, const Json& key) {
  const Json& from = base.get();
  const Json* found = &kNull;
  if (from.is_object() && key.is_string()) {
    found = from.get_object().if_contains(key.get_string());
  } else if (from.is_array() && key.is_int64()) {
    found = &element(from.get_array(), key.get_int64());
  } else if (from.is_null() && (key.is_string() || key.is_int64())) {
    found = &kNull;
  } else if ((from.is_array() || from.is_null()) && (key.is_number() || key.is_structured())) {
    return leave_to_libjq();  // fractions, slices as objects, searching for a sub-array
  } else {
    return fail("cannot index " + describe(from) + " with " + describe(key));
  }
  if (found == nullptr) found = &kNull;
  return base.owned() ? Value(Json(*found)) : Value::borrow(*found);
}

Value NativeEvaluator::slice(const Node& node, const Json& input) {
  const auto base = one(ast_.child(node, 0), input);
  std::uint32_t next = 1;
  const auto from = (node.number & 1) != 0 ? one(ast_.child(node, next++), input) : Value();
  const auto to = (node.number & 2) != 0 ? one(ast_.child(node, next), input) : Value();
  if (stopped()) return {};
  if (base->is_null()) return Value();
  const auto usable = [](const Value& bound) { return bound->is_null() || bound->is_int64(); };
  // Text is cut by code points, and fractions are rounded outwards: rare enough for libjq.
  if (!base->is_array() || !usable(from) || !usable(to)) return leave_to_libjq();
  const auto& array = base->get_array();
  const auto size = static_cast<std::int64_t>(array.size());
  const auto clamp = [size](const Value& bound, std::int64_t missing) {
    if (bound->is_null()) return missing;
    const auto wanted = bound->get_int64();
    if (wanted < 0) return wanted + size < 0 ? 0 : wanted + size;
    return wanted > size ? size : wanted;
  };
  JsonArray result;
  for (auto i = clamp(from, 0); i < clamp(to, size); ++i) {
    result.push_back(take(Value::borrow(array[static_cast<std::size_t>(i)])));
  }
  return Json(std::move(result));
}

}  // namespace runledger::expression
