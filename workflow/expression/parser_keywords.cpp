// if, try, reduce, foreach, label, def, and destructuring.
#include "workflow/expression/parser_state.hpp"

namespace runledger::expression {

NodeIndex Parser::conditional() {
  const Nesting nesting(*this);
  const auto condition = pipe();
  expect_word("then", "after the condition of 'if'");
  const auto then = pipe();
  if (take_word("elif")) return build_.choose(condition, then, conditional());
  if (take_word("else")) {
    const auto otherwise = pipe();
    expect_word("end", "to close 'if'");
    return build_.choose(condition, then, otherwise);
  }
  const auto end = peek().offset;
  expect_word("end", "to close 'if'");
  build_.ast().edits.push_back({end, 0, "else . "});
  return build_.choose(condition, then, build_.identity());
}

NodeIndex Parser::attempt() {
  const auto body = postfix(false);
  if (!take_word("catch")) return build_.unary(NodeKind::attempt, body);
  postfix(false);
  return build_.foreign();
}

// After `source as`: patterns | body.
NodeIndex Parser::binding(NodeIndex source) {
  const auto before = scope();
  std::uint32_t slot = 0;
  const bool plain = patterns(slot);
  expect("|", "after 'as' and its variable");
  const auto body = pipe();
  leave(before);
  return plain ? build_.with_slot(NodeKind::bind, slot, {source, body}) : build_.foreign();
}

// `reduce source as $x (init; update)`, `foreach source as $x (init; update; extract)`.
NodeIndex Parser::loop(bool with_extract) {
  const auto source = postfix(false);
  expect_word("as", "after the source of a loop");
  const auto before = scope();
  std::uint32_t slot = 0;
  const bool plain = patterns(slot);
  expect("(", "after the loop's variable");
  const auto init = pipe();
  expect(";", "after the loop's start value");
  const auto update = pipe();
  if (with_extract && take_if(";")) pipe();
  expect(")", "to close the loop");
  leave(before);
  return plain && !with_extract ? build_.with_slot(NodeKind::reduce, slot, {source, init, update})
                                : build_.foreign();
}

NodeIndex Parser::label() {
  if (peek().kind != TokenKind::variable) return unexpected("'$name' after 'label'");
  const auto before = scope();
  declare(take().text, true);
  expect("|", "after a label");
  pipe();
  leave(before);
  return build_.foreign();
}

NodeIndex Parser::break_out() {
  if (peek().kind != TokenKind::variable) return unexpected("'$name' after 'break'");
  const Token name = take();
  if (find_local(name.text, true) != nullptr) return build_.foreign();
  return fail("'break $" + std::string(name.text) + "' is not inside a 'label' of that name", name.offset);
}

// `def name(a; $b): body;`
void Parser::definition() {
  take();
  const Token name = peek();
  if (name.kind != TokenKind::identifier) {
    unexpected("a function's name after 'def'");
    return;
  }
  take();
  const auto outside = scope();
  std::vector<std::string_view> parameters;
  std::vector<std::string_view> values;
  if (take_if("(")) {
    do {
      const Token parameter = peek();
      if (parameter.kind != TokenKind::identifier && parameter.kind != TokenKind::variable) {
        unexpected("a parameter");
        return;
      }
      take();
      parameters.push_back(parameter.text);
      if (parameter.kind == TokenKind::variable) values.push_back(parameter.text);
    } while (take_if(";"));
    expect(")", "after the parameters");
  }
  expect(":", "before a function's body");
  functions_.push_back({name.text, parameters.size()});
  for (const auto parameter : parameters) functions_.push_back({parameter, 0});
  for (const auto value : values) declare(value);
  pipe();
  expect(";", "after a function's body");
  leave(outside);
  functions_.push_back({name.text, parameters.size()});
  build_.foreign();
}

bool Parser::patterns(std::uint32_t& slot) {
  std::vector<std::string_view> names;
  bool plain = pattern(names);
  while (take_if("?//")) {
    plain = false;
    pattern(names);
  }
  for (const auto name : names) slot = declare(name);
  return plain;
}

// True when it is one plain `$name`.
bool Parser::pattern(std::vector<std::string_view>& names) {
  const Nesting nesting(*this);
  if (peek().kind == TokenKind::variable) {
    names.push_back(take().text);
    return true;
  }
  if (take_if("[")) {
    do {
      pattern(names);
    } while (take_if(","));
    expect("]", "to close a pattern");
  } else if (take_if("{")) {
    pattern_object(names);
  } else {
    unexpected("'$name', '[' or '{' after 'as'");
  }
  return false;
}

void Parser::pattern_object(std::vector<std::string_view>& names) {
  do {
    const Token key = peek();
    if (key.kind == TokenKind::variable) {
      names.push_back(take().text);
      if (!peek().is(":")) continue;
    } else if (key.kind == TokenKind::identifier) {
      take();
    } else if (key.kind == TokenKind::string_start) {
      string(false);
    } else if (take_if("(")) {
      pipe();
      expect(")", "to close '('");
    } else {
      unexpected("a key in a pattern");
    }
    expect(":", "after a key in a pattern");
    pattern(names);
  } while (take_if(","));
  expect("}", "to close a pattern");
}

}  // namespace runledger::expression
