#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/expression/builtins.hpp"
#include "workflow/expression/variables.hpp"

namespace runledger::expression {

using NodeIndex = std::uint32_t;

// Children are named in brackets, in order.
enum class NodeKind : std::uint8_t {
  identity,     // .
  literal,      // number: index into Ast::literals
  variable,     // number: index into Ast::uses
  local,        // number: slot of an enclosing bind
  path,         // [base?] then the constant steps first_step .. first_step + number
  index,        // [base, key]
  slice,        // [base, from?, to?]; number: 1 when `from` is there, 2 `to`, 3 both
  iterate,      // [base] .[]
  text,         // [parts...] string with interpolations
  negate,       // [operand]
  arithmetic,   // [left, right]; op
  compare,      // [left, right]; op
  both,         // [left, right] and
  either,       // [left, right] or
  alternative,  // [left, right] //
  choose,       // [condition, then, else]
  array,        // [items?]
  object,       // [key, value, key, value...]
  pipe,         // [first, then]
  comma,        // [items...]
  attempt,      // [body] body?
  bind,         // [source, body]; number: slot
  reduce,       // [source, init, update]; number: slot
  call,         // [arguments...]; builtin
  foreign,      // anything that libjq carries; never evaluated
};

enum class Operator : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  unequal,
  less,
  less_equal,
  greater,
  greater_equal
};

struct Node {
  NodeKind kind = NodeKind::foreign;
  Operator op = Operator::none;
  Builtin builtin = Builtin::none;
  bool single = false;           // gives exactly one output, or fails
  std::uint16_t height = 1;      // of the tree below, to bound recursion
  std::uint32_t first = 0;       // of its children in Ast::children
  std::uint32_t count = 0;       // of its children
  std::uint32_t number = 0;      // see NodeKind
  std::uint32_t first_step = 0;  // NodeKind::path
};

// One constant step of a path: `.key` or `[index]`.
struct Step {
  std::string key;
  std::int64_t index = 0;
  bool is_key = true;
};

// A change to the text: `removed` bytes at `offset` give way to `inserted`.
struct Edit {
  std::size_t offset = 0;
  std::size_t removed = 0;
  std::string_view inserted;
};

// A parsed expression: flat arrays, so that evaluating it touches little memory.
struct Ast {
  std::vector<Node> nodes;
  std::vector<NodeIndex> children;
  std::vector<Json> literals;
  std::vector<Step> steps;
  std::vector<VariableUse> uses;  // of the caller's variables, each once
  NodeIndex root = 0;
  std::uint32_t slots = 0;   // of local variables, at most at one time
  bool native = true;        // no foreign node anywhere
  bool reads_input = false;  // may look at `.`
  std::vector<Edit> edits;   // that turn jq 1.7 spellings into jq 1.6, in order of offset

  const Node& node(NodeIndex index) const { return nodes[index]; }
  NodeIndex child(const Node& of, std::uint32_t which) const { return children[of.first + which]; }
};

}  // namespace runledger::expression
