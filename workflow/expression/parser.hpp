#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "workflow/base/result.hpp"
#include "workflow/expression/ast.hpp"

namespace runledger::expression {

inline constexpr std::size_t kMaxTextBytes = 64 * 1024;
inline constexpr std::size_t kMaxNesting = 128;  // brackets, strings and keywords inside one another
inline constexpr std::size_t kMaxHeight =
    512;  // of the tree: also counts `a + b + c ...` and `a | b | c ...`

// Parses the whole grammar of jq 1.6 (and `if` without `else`, as jq 1.7), also where only libjq can evaluate
// the result, so that names, variables and forbidden functions are known at upload. Errors: expression_failed
// or limit_exceeded with the byte offset; the text itself is not in the message.
Result<Ast> parse(std::string_view text, std::span<const std::string_view> variables);

}  // namespace runledger::expression
