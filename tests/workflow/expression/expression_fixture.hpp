#pragma once

#include <gtest/gtest.h>

#include <concepts>
#include <string>
#include <string_view>

#include "workflow/base/json.hpp"
#include "workflow/expression/expression.hpp"

namespace runledger::expression {

inline constexpr std::string_view kNames[] = {"context", "input", "secrets", "workflow", "item"};

inline Json json(std::string_view text) {
  auto parsed = parse_json(text);
  EXPECT_TRUE(parsed.ok()) << text << ": " << (parsed ? "" : parsed.error().message);
  return parsed ? *parsed : Json();
}

// What `jq` gives for `input`, as compact JSON; or "error: " and the message.
inline std::string result_of(std::string_view jq, const Json& input, Variables variables = {},
                             const Limits& limits = {}) {
  auto compiled = Expression::compile(jq, kNames);
  if (!compiled) return "error: " + compiled.error().message;
  auto result = evaluate(*compiled, input, variables, limits);
  return result ? write_json(*result) : "error: " + result.error().message;
}

template <class Text>
requires std::convertible_to<Text, std::string_view> std::string result_of(std::string_view jq,
                                                                           const Text& input) {
  return result_of(jq, json(input));
}
inline std::string result_of(std::string_view jq) {
  return result_of(jq, Json());
}

// Why `jq` is refused; empty when it compiles.
inline std::string refusal_of(std::string_view jq) {
  auto compiled = Expression::compile(jq, kNames);
  return compiled ? "" : compiled.error().message;
}

inline bool is_native(std::string_view jq) {
  auto compiled = Expression::compile(jq, kNames);
  return compiled && compiled->native();
}

}  // namespace runledger::expression
