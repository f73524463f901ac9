// Arithmetic, comparison and the constructors.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/expression/jq_text.hpp"
#include "workflow/expression/native_evaluator.hpp"
#include "workflow/expression/numbers.hpp"
#include "workflow/expression/ordering.hpp"

namespace runledger::expression {
namespace {

std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size());
}

}  // namespace

Value NativeEvaluator::arithmetic(const Node& node, const Json& input) {
  auto left = one(ast_.child(node, 0), input);
  auto right = one(ast_.child(node, 1), input);
  if (stopped()) return {};
  switch (node.op) {
    case Operator::add:
      return add(std::move(left), std::move(right));
    case Operator::subtract:
      return subtract(left.get(), right.get());
    case Operator::multiply:
      return multiply(std::move(left), std::move(right));
    case Operator::divide:
      return divide(left.get(), right.get());
    default:
      return remainder_of(left.get(), right.get());
  }
}

Value NativeEvaluator::add(Value left, Value right) {
  if (left->is_null()) return right;
  if (right->is_null()) return left;
  if (left->is_number() && right->is_number()) {
    if (auto result = sum(left.get(), right.get())) return std::move(*result);
    return cannot(left.get(), right.get(), "added: the result is not finite");
  }
  if (left->is_string() && right->is_string()) {
    Json joined = take(std::move(left));
    if (stopped() || !charge(right->get_string().size())) return {};
    joined.get_string().append(right->get_string());
    return joined;
  }
  if (left->is_array() && right->is_array()) {
    Json joined = take(std::move(left));
    Json more = take(std::move(right));
    if (stopped()) return {};
    for (auto& item : more.get_array()) joined.get_array().push_back(std::move(item));
    return joined;
  }
  if (left->is_object() && right->is_object()) {
    Json joined = take(std::move(left));
    Json more = take(std::move(right));
    if (stopped()) return {};
    for (auto& member : more.get_object()) {
      joined.get_object().insert_or_assign(member.key(), std::move(member.value()));
    }
    return joined;
  }
  return cannot(left.get(), right.get(), "added");
}

Value NativeEvaluator::subtract(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number()) {
    if (auto result = difference(left, right)) return std::move(*result);
    return cannot(left, right, "subtracted: the result is not finite");
  }
  if (!left.is_array() || !right.is_array()) return cannot(left, right, "subtracted");
  JsonArray result;
  for (const auto& item : left.get_array()) {
    bool gone = false;
    for (const auto& other : right.get_array()) {
      if (steps_left_-- == 0) return limited("too many steps");
      if (compare(item, other) == 0) {
        gone = true;
        break;
      }
    }
    if (!gone) result.push_back(take(Value::borrow(item)));
  }
  return Json(std::move(result));
}

Value NativeEvaluator::multiply(Value left, Value right) {
  if (left->is_number() && right->is_number()) {
    if (auto result = product(left.get(), right.get())) return std::move(*result);
    return cannot(left.get(), right.get(), "multiplied: the result is not finite");
  }
  if (left->is_object() && right->is_object()) {
    Json merged = take(std::move(left));
    Json more = take(std::move(right));
    if (stopped()) return {};
    merge(merged.get_object(), more.get_object());
    return merged;
  }
  if (left->is_number() && right->is_string()) std::swap(left, right);
  if (!left->is_string() || !right->is_int64()) {
    if (left->is_string() && right->is_number()) return leave_to_libjq();
    return cannot(left.get(), right.get(), "multiplied");
  }
  const auto times = right->get_int64();
  if (times <= 0) return Value();
  const std::string_view piece = left->get_string();
  if (!piece.empty() && static_cast<std::uint64_t>(times) > bytes_left_ / piece.size())
    charge(bytes_left_ + 1);
  if (stopped() || !charge(piece.size() * static_cast<std::size_t>(piece.empty() ? 0 : times))) return {};
  boost::json::string result;
  for (std::int64_t i = 0; i < (piece.empty() ? 0 : times); ++i) result.append(piece);
  return Json(std::move(result));
}

// jq's object * object: merged at every level.
void NativeEvaluator::merge(JsonObject& into, const JsonObject& from) {
  for (const auto& member : from) {
    auto* existing = into.if_contains(member.key());
    if (existing != nullptr && existing->is_object() && member.value().is_object()) {
      merge(existing->get_object(), member.value().get_object());
    } else {
      into.insert_or_assign(member.key(), member.value());
    }
  }
}

Value NativeEvaluator::divide(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number()) {
    if (as_double(right) == 0) return cannot(left, right, "divided because the divisor is zero");
    if (auto result = quotient(left, right)) return std::move(*result);
    return cannot(left, right, "divided: the result is not finite");
  }
  if (left.is_string() && right.is_string()) return split(left, right);
  return cannot(left, right, "divided");
}

Value NativeEvaluator::remainder_of(const Json& left, const Json& right) {
  if (!left.is_number() || !right.is_number()) return cannot(left, right, "divided");
  if (auto result = remainder(left, right)) return std::move(*result);
  return cannot(left, right, "divided (remainder) because the divisor is zero");
}

Value NativeEvaluator::comparison(const Node& node, const Json& input) {
  const auto left = one(ast_.child(node, 0), input);
  const auto right = one(ast_.child(node, 1), input);
  if (stopped()) return {};
  const auto order = compare(left.get(), right.get());
  switch (node.op) {
    case Operator::equal:
      return Json(order == 0);
    case Operator::unequal:
      return Json(order != 0);
    case Operator::less:
      return Json(order < 0);
    case Operator::less_equal:
      return Json(order <= 0);
    case Operator::greater:
      return Json(order > 0);
    default:
      return Json(order >= 0);
  }
}

Value NativeEvaluator::negated(const Json& value) {
  if (!value.is_number()) return fail(describe(value) + " cannot be negated");
  return std::move(*product(value, Json(-1)));
}

Value NativeEvaluator::text(const Node& node, const Json& input) {
  std::string result;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    const auto part = one(ast_.child(node, i), input);
    const auto before = result.size();
    if (stopped() || !charge(weight(part.get(), bytes_left_))) return {};
    put_text(part.get(), result);
    if (!charge(result.size() - before)) return {};
  }
  return Json(std::move(result));
}

Value NativeEvaluator::array(const Node& node, const Json& input) {
  JsonArray items;
  auto collect = [&](Value&& value) {
    items.push_back(take(std::move(value)));
    return charge(sizeof(Json));
  };
  if (node.count != 0) each(ast_.child(node, 0), input, collect);
  return Json(std::move(items));
}

Value NativeEvaluator::object(const Node& node, const Json& input) {
  JsonObject members;
  members.reserve(node.count / 2);
  for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
    const auto key = one(ast_.child(node, i), input);
    auto value = one(ast_.child(node, i + 1), input);
    if (stopped()) return {};
    if (!key->is_string()) return fail("an object's key must be a string, not " + describe(key.get()));
    members.insert_or_assign(key->get_string(), take(std::move(value)));
    if (!charge(sizeof(Json) + key->get_string().size())) return {};
  }
  return Json(std::move(members));
}

Value NativeEvaluator::split(const Json& text, const Json& separator) {
  std::string_view rest = text.get_string();
  const std::string_view mark = separator.get_string();
  JsonArray pieces;
  if (!charge(rest.size() + sizeof(Json) * (mark.empty() ? rest.size() : 1))) return {};
  while (!rest.empty()) {
    const auto end = mark.empty() ? character_length(rest) : rest.find(mark);
    pieces.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos || !charge(sizeof(Json))) break;
    rest.remove_prefix(end + mark.size());
    if (rest.empty() && !mark.empty()) pieces.emplace_back("");
  }
  return Json(std::move(pieces));
}

}  // namespace runledger::expression
