#include "workflow/expression/parser.hpp"

#include <algorithm>

#include "workflow/expression/parser_state.hpp"

namespace runledger::expression {
namespace {

// Binding strength of jq's operators, weakest first; '|' and ',' are rules of their own.
enum Level { kNone, kAlternative, kAssignment, kOr, kAnd, kCompare, kSum, kProduct };

struct OperatorInfo {
  std::string_view symbol;
  int level;
  NodeKind kind;
  Operator op;
};

constexpr OperatorInfo kOperators[] = {
    {"//", kAlternative, NodeKind::alternative, Operator::none},
    {"=", kAssignment, NodeKind::foreign, Operator::none},
    {"|=", kAssignment, NodeKind::foreign, Operator::none},
    {"+=", kAssignment, NodeKind::foreign, Operator::none},
    {"-=", kAssignment, NodeKind::foreign, Operator::none},
    {"*=", kAssignment, NodeKind::foreign, Operator::none},
    {"/=", kAssignment, NodeKind::foreign, Operator::none},
    {"%=", kAssignment, NodeKind::foreign, Operator::none},
    {"//=", kAssignment, NodeKind::foreign, Operator::none},
    {"or", kOr, NodeKind::either, Operator::none},
    {"and", kAnd, NodeKind::both, Operator::none},
    {"==", kCompare, NodeKind::compare, Operator::equal},
    {"!=", kCompare, NodeKind::compare, Operator::unequal},
    {"<", kCompare, NodeKind::compare, Operator::less},
    {"<=", kCompare, NodeKind::compare, Operator::less_equal},
    {">", kCompare, NodeKind::compare, Operator::greater},
    {">=", kCompare, NodeKind::compare, Operator::greater_equal},
    {"+", kSum, NodeKind::arithmetic, Operator::add},
    {"-", kSum, NodeKind::arithmetic, Operator::subtract},
    {"*", kProduct, NodeKind::arithmetic, Operator::multiply},
    {"/", kProduct, NodeKind::arithmetic, Operator::divide},
    {"%", kProduct, NodeKind::arithmetic, Operator::modulo},
};

const OperatorInfo* operator_of(const Token& token) {
  if (token.kind != TokenKind::symbol && token.kind != TokenKind::identifier) return nullptr;
  for (const auto& info : kOperators) {
    const bool word = info.symbol == "or" || info.symbol == "and";
    if (word == (token.kind == TokenKind::identifier) && info.symbol == token.text) return &info;
  }
  return nullptr;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    }
    const auto second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
      return false;
    }
    i += length;
  }
  return true;
}

}  // namespace

Result<Ast> parse(std::string_view text, std::span<const std::string_view> variables) {
  if (text.size() > kMaxTextBytes) {
    return Error{Errc::limit_exceeded, "the expression has " + std::to_string(text.size()) +
                                           " bytes; at most " + std::to_string(kMaxTextBytes) +
                                           " are accepted"};
  }
  if (text.find('\0') != std::string_view::npos) {
    return Error{Errc::expression_failed,
                 "the NUL character stands at byte " + std::to_string(text.find('\0')) + "; remove it"};
  }
  if (!is_utf8(text)) return Error{Errc::expression_failed, "the expression is not valid UTF-8"};
  return Parser(text, variables).run();
}

Parser::Parser(std::string_view text, std::span<const std::string_view> variables)
    : text_(text), variables_(variables), lexer_(text) {}

Result<Ast> Parser::run() {
  if (peek().kind == TokenKind::end && !error_)
    fail("the expression is empty; write '.' for the input itself", 0);
  const auto root = pipe();
  if (peek().kind != TokenKind::end) unexpected("an operator or the end");
  if (!error_ && build_.height() > kMaxHeight) {
    fail("more than " + std::to_string(kMaxHeight) + " operators in a row; split the expression", 0,
         Errc::limit_exceeded);
  }
  if (error_) return *error_;
  auto& edits = build_.ast().edits;
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.offset < b.offset; });
  build_.ast().root = root;
  return std::move(build_.ast());
}

const Token& Parser::peek() {
  if (!has_ahead_) {
    ahead_ = error_ ? Token{TokenKind::end, "", lexer_.offset()} : lexer_.next();
    has_ahead_ = true;
    if (ahead_.kind == TokenKind::bad) fail(std::string(ahead_.text), ahead_.offset);
  }
  return ahead_;
}

Token Parser::take() {
  const Token token = peek();
  has_ahead_ = false;
  return token;
}

bool Parser::take_if(std::string_view symbol) {
  if (!peek().is(symbol)) return false;
  take();
  return true;
}

bool Parser::take_word(std::string_view word) {
  if (!peek().is_word(word)) return false;
  take();
  return true;
}

void Parser::expect(std::string_view symbol, std::string_view after) {
  if (!take_if(symbol)) unexpected("'" + std::string(symbol) + "' " + std::string(after));
}

void Parser::expect_word(std::string_view word, std::string_view after) {
  if (!take_word(word)) unexpected("'" + std::string(word) + "' " + std::string(after));
}

// Keeps the first error only: those after it are its echoes.
NodeIndex Parser::fail(std::string what, std::size_t offset, Errc code) {
  if (!error_) error_ = Error{code, std::move(what) + " (at byte " + std::to_string(offset) + ")"};
  ahead_ = Token{TokenKind::end, "", offset};
  has_ahead_ = true;
  return build_.foreign();
}

NodeIndex Parser::unexpected(std::string_view wanted) {
  const Token& found = peek();
  std::string what = "expected " + std::string(wanted) + ", found ";
  if (found.kind == TokenKind::end) {
    what += "the end";
  } else {
    const auto length = std::min<std::size_t>(lexer_.offset() - found.offset, 30);
    what += "'" + std::string(text_.substr(found.offset, length));
    what += "'";
  }
  return fail(std::move(what), found.offset);
}

NodeIndex Parser::pipe() {
  const Nesting nesting(*this);
  const auto before = scope();
  while (peek().is_word("def")) definition();
  auto left = comma();
  while (take_if("|")) {
    const auto right = peek().is_word("def") ? pipe() : comma();
    left = build_.binary(NodeKind::pipe, Operator::none, left, right);
  }
  leave(before);
  return left;
}

NodeIndex Parser::comma() {
  std::vector<NodeIndex> items{binary(kAlternative)};
  while (take_if(",")) items.push_back(binary(kAlternative));
  return items.size() == 1 ? items.front() : build_.list(NodeKind::comma, items);
}

NodeIndex Parser::binary(int least) {
  auto left = unary();
  while (const auto* info = operator_of(peek())) {
    if (info->level < least) break;
    const Token op = take();
    const bool to_the_right = info->level == kAlternative;
    const auto right = binary(to_the_right ? info->level : info->level + 1);
    left = join(op, info->level, left, right);
  }
  return left;
}

NodeIndex Parser::join(const Token& op, int level, NodeIndex left, NodeIndex right) {
  const auto* next = operator_of(peek());
  if ((level == kCompare || level == kAssignment) && next != nullptr && next->level == level) {
    return fail("'" + std::string(op.text) + "' and '" + std::string(next->symbol) +
                    "' do not chain; use brackets, or 'and'",
                peek().offset);
  }
  const auto* info = operator_of(op);
  if (info->kind == NodeKind::foreign) return build_.foreign();
  return build_.binary(info->kind, info->op, left, right);
}

NodeIndex Parser::unary() {
  const Nesting nesting(*this);
  if (!take_if("-")) return postfix(true);
  return build_.unary(NodeKind::negate, binary(kProduct));
}

void Parser::leave(Scope scope) {
  locals_.resize(scope.locals);
  functions_.resize(scope.functions);
}

std::uint32_t Parser::declare(std::string_view name, bool label) {
  locals_.push_back({name, static_cast<std::uint32_t>(locals_.size()), label});
  return locals_.back().slot;
}

const Parser::Local* Parser::find_local(std::string_view name, bool label) const {
  const auto found = std::find_if(locals_.rbegin(), locals_.rend(), [&](const Local& local) {
    return local.name == name && local.label == label;
  });
  return found == locals_.rend() ? nullptr : &*found;
}

bool Parser::find_defined(std::string_view name, std::size_t arguments) const {
  return std::any_of(functions_.begin(), functions_.end(), [&](const Function& function) {
    return function.name == name && function.arguments == arguments;
  });
}

}  // namespace runledger::expression
