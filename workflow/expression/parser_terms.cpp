// Terms: paths, literals, strings, calls, constructors.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "workflow/expression/nearest_word.hpp"
#include "workflow/expression/parser_state.hpp"

namespace runledger::expression {
namespace {

bool starts_keyword(const Token& token) {
  return token.is_word("if") || token.is_word("try") || token.is_word("reduce") || token.is_word("foreach");
}

}  // namespace

NodeIndex Parser::postfix(bool may_bind) {
  const Nesting nesting(*this);
  const bool dotted = peek().kind == TokenKind::field || peek().is(".");
  const auto base = primary();
  const bool is_variable = build_.node(base).kind == NodeKind::variable;
  const auto made = suffixes(base, dotted && build_.node(base).kind == NodeKind::path);
  if (is_variable) note_use(base, made);
  return may_bind && take_word("as") ? binding(made) : made;
}

// Remembers what was read of a caller's variable: one field, or all of it.
void Parser::note_use(NodeIndex variable, NodeIndex suffixed) {
  auto& ast = build_.ast();
  auto& use = ast.uses[build_.node(variable).number];
  // The first suffix of the variable is the node whose only child it is.
  const Node* first = nullptr;
  for (NodeIndex i = variable + 1; i < ast.nodes.size() && first == nullptr && suffixed != variable; ++i) {
    const auto& node = ast.nodes[i];
    if (node.kind == NodeKind::path && node.count == 1 && ast.children[node.first] == variable) first = &node;
  }
  if (first == nullptr || !ast.steps[first->first_step].is_key) {
    use.whole = true;
    return;
  }
  const auto& field = ast.steps[first->first_step].key;
  if (std::find(use.fields.begin(), use.fields.end(), field) == use.fields.end()) use.fields.push_back(field);
}

// `indexed`: `base` ends with an index, to which alone a `?` belongs.
NodeIndex Parser::suffixes(NodeIndex base, bool indexed) {
  while (!error_) {
    if (take_if("?")) {
      base = indexed ? build_.optional_step(base) : build_.unary(NodeKind::attempt, base);
      indexed = false;
      continue;
    }
    bool found = true;
    base = suffix(base, found);
    if (!found) break;
    indexed = true;
  }
  return base;
}

NodeIndex Parser::suffix(NodeIndex base, bool& found) {
  if (peek().kind == TokenKind::field) return build_.step(base, {.key = std::string(take().text)});
  if (peek().is(".")) {
    const auto dot = take();
    if (peek().kind == TokenKind::string_start) return indexed(base, string(false));
    if (!peek().is("[")) return unexpected("a field name, a string or '[' after '.'");
    build_.ast().edits.push_back({dot.offset, 1, ""});  // `.a.[0]` is jq 1.7's
  }
  if (take_if("[")) return bracket(base);
  found = false;
  return base;
}

// After '[': an index, a slice or an iteration.
NodeIndex Parser::bracket(NodeIndex base) {
  if (take_if("]")) return build_.unary(NodeKind::iterate, base);
  if (take_if(":")) {
    const auto to = pipe();
    expect("]", "after a slice");
    return build_.slice(base, nullptr, &to);
  }
  const auto key = pipe();
  if (take_if(":")) {
    if (take_if("]")) return build_.slice(base, &key, nullptr);
    const auto to = pipe();
    expect("]", "after a slice");
    return build_.slice(base, &key, &to);
  }
  expect("]", "after an index");
  return indexed(base, key);
}

NodeIndex Parser::indexed(NodeIndex base, NodeIndex key) {
  if (const Json* value = build_.literal_value(key)) {
    if (value->is_string()) return build_.step(base, {.key = std::string(value->get_string())});
    if (value->is_int64())
      return build_.step(base, {.key = "", .index = value->get_int64(), .is_key = false});
  }
  return build_.binary(NodeKind::index, Operator::none, base, key);
}

NodeIndex Parser::primary() {
  const Token token = peek();
  switch (token.kind) {
    case TokenKind::field:
      return build_.step((take(), build_.identity()), {.key = std::string(token.text)});
    case TokenKind::variable:
      return take(), variable(token);
    case TokenKind::number:
      return take(), number(token);
    case TokenKind::string_start:
      return string(false);
    case TokenKind::identifier:
      return take(), word(token);
    case TokenKind::format:
      take();
      if (!is_format(token.text)) {
        return fail("unknown format '" + std::string(token.text) +
                        "'; jq knows @text, @json, @csv, @tsv, @html, "
                        "@uri, @sh, @base64, @base64d, @base32 and @base32d",
                    token.offset);
      }
      return peek().kind == TokenKind::string_start ? string(true) : build_.foreign();
    default:
      break;
  }
  if (take_if("..")) return build_.foreign();
  if (take_if(".")) {
    const auto input = build_.identity();
    return peek().kind == TokenKind::string_start ? indexed(input, string(false)) : input;
  }
  if (take_if("[")) return array();
  if (take_if("{")) return object();
  if (take_if("(")) {
    const auto inner = pipe();
    expect(")", "to close '('");
    return inner;
  }
  return unexpected("a value");
}

NodeIndex Parser::word(const Token& token) {
  const auto text = token.text;
  if (text == "null") return build_.literal(nullptr);
  if (text == "true") return build_.literal(true);
  if (text == "false") return build_.literal(false);
  if (text == "if") return conditional();
  if (text == "try") return attempt();
  if (text == "reduce") return loop(false);
  if (text == "foreach") return loop(true);
  if (text == "label") return label();
  if (text == "break") return break_out();
  if (text == "import" || text == "include" || text == "module") {
    return fail("'" + std::string(text) + "' is not allowed: modules are out of reach", token.offset);
  }
  for (const std::string_view keyword : {"then", "elif", "else", "end", "as", "def", "catch", "and", "or"}) {
    if (text == keyword)
      return fail("'" + std::string(text) + "' stands where a value is expected", token.offset);
  }
  return call(token);
}

std::vector<NodeIndex> Parser::arguments() {
  std::vector<NodeIndex> list;
  if (!take_if("(")) return list;
  do {
    list.push_back(pipe());
  } while (take_if(";"));
  expect(")", "after the arguments");
  return list;
}

NodeIndex Parser::call(const Token& token) {
  const auto list = arguments();
  if (error_) return build_.foreign();
  if (find_defined(token.text, list.size())) return build_.foreign();
  const auto info = find_function(token.text, list.size());
  const auto name = "'" + std::string(token.text.substr(0, 60)) + "'";
  switch (info.standing) {
    case Standing::native:
      return build_.call(info.builtin, list);
    case Standing::foreign:
      return build_.foreign();
    case Standing::refused:
      return fail(name + " is not allowed in a workflow: " + info.hint, token.offset);
    case Standing::arity:
      return fail(name + " takes " + info.hint + " arguments, not " + std::to_string(list.size()),
                  token.offset);
    case Standing::unknown:
      break;
  }
  auto what = "unknown function " + name;
  if (!info.hint.empty())
    what += "; did you mean '" + info.hint + "'?";
  else if (list.empty())
    what += "; a field is '." + std::string(token.text.substr(0, 60)) + "'";
  return fail(std::move(what), token.offset);
}

NodeIndex Parser::variable(const Token& token) {
  if (const auto* local = find_local(token.text, false)) return build_.local(local->slot);
  auto& uses = build_.ast().uses;
  const auto known = std::find(variables_.begin(), variables_.end(), token.text);
  if (known != variables_.end()) {
    auto use = std::find_if(uses.begin(), uses.end(), [&](const auto& u) { return u.name == token.text; });
    if (use == uses.end()) use = uses.insert(uses.end(), {std::string(token.text), {}, false});
    return build_.variable(static_cast<std::uint32_t>(use - uses.begin()));
  }
  std::string what = "unknown variable '$" + std::string(token.text.substr(0, 60)) + "'";
  if (token.text == "ENV") {
    what = "'$ENV' is not allowed in a workflow: expressions cannot read the engine's environment";
  } else if (const auto near = nearest_word(token.text, variables_); !near.empty()) {
    what += "; did you mean '$" + std::string(near) + "'?";
  } else if (!variables_.empty()) {
    what += "; known here:";
    for (const auto name : variables_) what += " $" + std::string(name);
  }
  return fail(std::move(what), token.offset);
}

NodeIndex Parser::array() {
  if (take_if("]")) return build_.list(NodeKind::array, {});
  const auto items = pipe();
  expect("]", "to close '['");
  return build_.unary(NodeKind::array, items);
}

NodeIndex Parser::object() {
  std::vector<NodeIndex> members;
  while (!take_if("}")) {
    object_entry(members);
    if (take_if(",")) continue;
    if (!take_if("}")) unexpected("',' or '}' (a value with operators needs brackets: {key: (a + b)})");
    break;
  }
  return build_.list(NodeKind::object, members);
}

// One `key: value`, or a key alone, whose value is then the input's field (or the variable) of that name.
void Parser::object_entry(std::vector<NodeIndex>& members) {
  const Token token = peek();
  NodeIndex key = 0;
  NodeIndex alone = 0;
  if (token.kind == TokenKind::identifier) {
    take();
    key = build_.literal(Json(std::string(token.text)));
    if (!peek().is(":")) alone = build_.step(build_.identity(), {.key = std::string(token.text)});
  } else if (token.kind == TokenKind::variable) {
    take();
    key = build_.literal(Json(std::string(token.text)));
    alone = variable(token);
    if (!error_ && build_.node(alone).kind == NodeKind::variable) note_use(alone, alone);
    if (peek().is(":"))
      fail("a variable cannot name a key; write ($" + std::string(token.text) + ")", token.offset);
    members.insert(members.end(), {key, alone});
    return;
  } else if (token.kind == TokenKind::string_start || token.kind == TokenKind::format) {
    key = primary();
    if (!peek().is(":")) alone = indexed(build_.identity(), key);
  } else if (token.is("(")) {
    take();
    key = pipe();
    expect(")", "to close '('");
    if (!peek().is(":")) unexpected("':' after a computed key");
  } else {
    unexpected("a key, a string, a variable or '(' in an object");
  }
  if (take_if(":")) alone = object_value();
  members.insert(members.end(), {key, alone});
}

// Weaker than anything but ',' needs brackets here, except '|' and '-'.
NodeIndex Parser::object_value() {
  const Nesting nesting(*this);
  const auto start = peek().offset;
  const bool keyword = starts_keyword(peek());
  auto value = take_if("-") ? build_.unary(NodeKind::negate, object_value()) : postfix(false);
  while (take_if("|")) value = build_.binary(NodeKind::pipe, Operator::none, value, postfix(false));
  if (keyword) {  // jq 1.7 takes `{a: if ... end}`, 1.6 wants brackets
    build_.ast().edits.push_back({start, 0, "("});
    build_.ast().edits.push_back({peek().offset, 0, ")"});
  }
  return value;
}

// The token ahead is the opening quote; `formatted` after a format, as in @base64 "...".
NodeIndex Parser::string(bool formatted) {
  const auto start = take().offset;
  std::vector<NodeIndex> parts;
  std::string piece;
  std::string problem;
  while (true) {
    const auto read = lexer_.string_piece(piece, problem);
    if (read == Lexer::Piece::bad) return fail(problem, start);
    if (!piece.empty()) parts.push_back(build_.literal(Json(piece)));
    piece.clear();
    if (read == Lexer::Piece::closed) break;
    parts.push_back(pipe());
    expect(")", "to close '\\(' in a string");
    if (error_) return build_.foreign();
  }
  if (formatted) return build_.foreign();
  if (parts.empty()) return build_.literal(Json(""));
  if (parts.size() == 1 && build_.literal_value(parts[0]) != nullptr &&
      build_.literal_value(parts[0])->is_string()) {
    return parts[0];
  }
  return build_.list(NodeKind::text, parts);
}

NodeIndex Parser::number(const Token& token) {
  const auto* begin = token.text.data();
  const auto* end = begin + token.text.size();
  if (token.text.find_first_of(".eE") == std::string_view::npos) {
    std::int64_t whole = 0;
    if (std::from_chars(begin, end, whole).ec == std::errc{}) return build_.literal(whole);
    std::uint64_t large = 0;
    if (std::from_chars(begin, end, large).ec == std::errc{}) return build_.literal(large);
  }
  double value = 0;
  const auto status = std::from_chars(begin, end, value).ec;
  if (status == std::errc::result_out_of_range && token.text.find("e-") == std::string_view::npos &&
      token.text.find("E-") == std::string_view::npos) {
    return fail("the number is too large for a double", token.offset);
  }
  return build_.literal(value);
}

}  // namespace runledger::expression
