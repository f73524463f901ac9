// jq's functions that need no libjq. Each behaves as jq 1.6's; what would not is left to libjq.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>

#include "workflow/expression/expression.hpp"
#include "workflow/expression/jq_text.hpp"
#include "workflow/expression/native_evaluator.hpp"
#include "workflow/expression/numbers.hpp"
#include "workflow/expression/ordering.hpp"

namespace runledger::expression {
namespace {

// Changes the case of ASCII letters only, as the names say.
Json with_case(std::string_view text, char first, char last, int shift) {
  boost::json::string result(text);
  for (auto& c : result) {
    if (c >= first && c <= last) c = static_cast<char>(c + shift);
  }
  return Json(std::move(result));
}

bool is_json_number(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const auto digits = [&] {
    const auto start = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - start;
  };
  const bool zero = at < text.size() && text[at] == '0';
  const auto whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] | 0x20) == 'e') {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

}  // namespace

Value NativeEvaluator::call(const Node& node, const Json& input) {
  switch (node.builtin) {
    case Builtin::add:
      return total(input);
    case Builtin::all:
    case Builtin::all_of:
    case Builtin::any:
    case Builtin::any_of:
      return any_or_all(node, input);
    case Builtin::ascii_downcase:
    case Builtin::ascii_upcase:
      if (!input.is_string()) return fail("changing case needs a string, not " + describe(input));
      if (!charge(input.get_string().size())) return {};
      return node.builtin == Builtin::ascii_downcase ? with_case(input.get_string(), 'A', 'Z', 'a' - 'A')
                                                     : with_case(input.get_string(), 'a', 'z', 'A' - 'a');
    case Builtin::first:
    case Builtin::last:
      return index(Value::borrow(input), Json(node.builtin == Builtin::first ? 0 : -1));
    case Builtin::floor:
      if (!input.is_number()) return fail(describe(input) + " is no number that floor could round");
      return std::move(*rounded_down(input));
    case Builtin::keys:
      return keys(input);
    case Builtin::length:
      return length(input);
    case Builtin::map:
      return map(node, input);
    case Builtin::negation:
      return Json(!is_truthy(input));
    case Builtin::reverse: {
      if (!input.is_array()) return leave_to_libjq();
      Json turned = take(Value::borrow(input));
      if (!stopped()) std::reverse(turned.get_array().begin(), turned.get_array().end());
      return turned;
    }
    case Builtin::to_entries:
      return to_entries(input);
    case Builtin::tojson:
    case Builtin::tostring: {
      if (input.is_string() && node.builtin == Builtin::tostring) return Value::borrow(input);
      if (!charge(weight(input, bytes_left_))) return {};
      std::string text;
      put_json(input, text);
      return charge(text.size()) ? Value(Json(std::move(text))) : Value();
    }
    case Builtin::tonumber:
      return to_number(input);
    case Builtin::type:
      return Json(kind_name(input));
    case Builtin::has:
    case Builtin::join:
    case Builtin::error:
    case Builtin::split:
    case Builtin::startswith:
    case Builtin::endswith:
    case Builtin::ltrimstr:
    case Builtin::rtrimstr: {
      auto argument = one(ast_.child(node, 0), input);
      return stopped() ? Value() : call_with_text(node, input, std::move(argument));
    }
    case Builtin::none:
    case Builtin::empty:
    case Builtin::select:
    case Builtin::values:
      break;  // foreign, or not single
  }
  return leave_to_libjq();
}

Value NativeEvaluator::call_with_text(const Node& node, const Json& input, Value argument) {
  const Json& with = argument.get();
  if (node.builtin == Builtin::has) return has(input, with);
  if (node.builtin == Builtin::join) return join(input, with);
  if (node.builtin == Builtin::error) {
    if (with.is_null()) return leave_to_libjq();
    std::string message;
    if (!reads_secrets(ast_) && with.is_string()) message = shortened(with.get_string(), 500);
    return fail(message.empty() ? "error raised with " + describe(with) : message);
  }
  const bool texts = input.is_string() && with.is_string();
  if (node.builtin == Builtin::split) {
    return texts ? split(input, with)
                 : fail("split needs two strings, not " + describe(input) + " and " + describe(with));
  }
  const bool at_start = node.builtin == Builtin::startswith || node.builtin == Builtin::ltrimstr;
  const bool trims = node.builtin == Builtin::ltrimstr || node.builtin == Builtin::rtrimstr;
  if (!texts) {
    if (trims) return Value::borrow(input);
    return fail(std::string(at_start ? "startswith" : "endswith") + " needs two strings, not " +
                describe(input) + " and " + describe(with));
  }
  const std::string_view whole = input.get_string();
  const std::string_view part = with.get_string();
  const bool found = at_start ? whole.starts_with(part) : whole.ends_with(part);
  if (!trims) return Json(found);
  if (!found) return Value::borrow(input);
  return Json(at_start ? whole.substr(part.size()) : whole.substr(0, whole.size() - part.size()));
}

Value NativeEvaluator::total(const Json& input) {
  Value state;
  auto update = [&](Value&& value) {
    if (!state.owned()) state = take(std::move(state));
    state = add(std::move(state), std::move(value));
    return !stopped();
  };
  each_element(input, update);
  return state;
}

Value NativeEvaluator::any_or_all(const Node& node, const Json& input) {
  const bool any = node.builtin == Builtin::any || node.builtin == Builtin::any_of;
  const bool has_condition = node.count != 0;
  bool result = !any;
  auto look = [&](Value&& value) {
    const bool holds = has_condition ? is_true(ast_.child(node, 0), value.get()) : is_truthy(value.get());
    if (stopped()) return false;
    if (holds == any) result = any;
    return holds != any;
  };
  each_element(input, look);
  return Json(result);
}

Value NativeEvaluator::has(const Json& input, const Json& key) {
  if (input.is_null()) return Json(false);
  if (input.is_object() && key.is_string()) return Json(input.get_object().contains(key.get_string()));
  if (input.is_array() && key.is_int64() && key.get_int64() >= 0) {
    return Json(static_cast<std::uint64_t>(key.get_int64()) < input.get_array().size());
  }
  if (input.is_array() && key.is_number()) return leave_to_libjq();
  return fail("cannot check whether " + describe(input) + " has a key of kind " +
              std::string(kind_name(key)));
}

Value NativeEvaluator::join(const Json& input, const Json& separator) {
  if (!separator.is_string()) return leave_to_libjq();
  std::string result;
  bool first = true;
  auto append = [&](Value&& value) {
    if (!first) result += separator.get_string();
    first = false;
    if (value->is_structured()) return cannot(Json(result), value.get(), "added"), false;
    const auto before = result.size();
    if (!value->is_null()) put_text(value.get(), result);
    return charge(result.size() - before + separator.get_string().size());
  };
  each_element(input, append);
  return Json(std::move(result));
}

Value NativeEvaluator::keys(const Json& input) {
  JsonArray result;
  if (input.is_object()) {
    if (!charge(weight(input, bytes_left_))) return {};
    for (const auto key : sorted_keys(input.get_object())) result.emplace_back(key);
  } else if (input.is_array()) {
    if (!charge(sizeof(Json) * input.get_array().size())) return {};
    for (std::size_t i = 0; i < input.get_array().size(); ++i)
      result.emplace_back(static_cast<std::int64_t>(i));
  } else {
    return fail(describe(input) + " has no keys");
  }
  return Json(std::move(result));
}

Value NativeEvaluator::length(const Json& input) {
  if (input.is_null()) return Json(0);
  if (input.is_array()) return Json(static_cast<std::int64_t>(input.get_array().size()));
  if (input.is_object()) return Json(static_cast<std::int64_t>(input.get_object().size()));
  if (input.is_number()) {
    return compare_numbers(input, Json(0)) < 0 ? negated(input) : Value::borrow(input);
  }
  if (!input.is_string()) return fail(describe(input) + " has no length");
  std::int64_t characters = 0;
  for (const char c : input.get_string())
    characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return Json(characters);
}

Value NativeEvaluator::map(const Node& node, const Json& input) {
  JsonArray items;
  auto collect = [&](Value&& value) {
    items.push_back(take(std::move(value)));
    return charge(sizeof(Json));
  };
  auto apply = [&](Value&& element) { return each(ast_.child(node, 0), element.get(), collect); };
  each_element(input, apply);
  return Json(std::move(items));
}

Value NativeEvaluator::to_entries(const Json& input) {
  if (!input.is_object()) return leave_to_libjq();
  if (!charge(weight(input, bytes_left_) + 4 * sizeof(Json) * input.get_object().size())) return {};
  JsonArray entries;
  for (const auto& member : input.get_object()) {
    entries.emplace_back(JsonObject{{"key", Json(member.key())}, {"value", member.value()}});
  }
  return Json(std::move(entries));
}

Value NativeEvaluator::to_number(const Json& input) {
  if (input.is_number()) return Value::borrow(input);
  if (!input.is_string()) return fail(describe(input) + " cannot be parsed as a number");
  const std::string_view text = input.get_string();
  if (!is_json_number(text)) return fail(describe(input) + " cannot be parsed as a number");
  auto parsed = parse_json(text);
  if (!parsed) return leave_to_libjq();  // more than 64 bits
  return std::move(*parsed);
}

}  // namespace runledger::expression
