#pragma once

// The parser's insides, split over parser.cpp (operators), parser_terms.cpp (terms and keywords) and
// ast_builder.cpp.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/expression/ast_builder.hpp"
#include "workflow/expression/lexer.hpp"
#include "workflow/expression/parser.hpp"

namespace runledger::expression {

class Parser {
 public:
  Parser(std::string_view text, std::span<const std::string_view> variables);

  Result<Ast> run();

 private:
  struct Scope {
    std::size_t locals;
    std::size_t functions;
  };
  struct Function {
    std::string_view name;
    std::size_t arguments;
  };
  struct Local {
    std::string_view name;
    std::uint32_t slot;
    bool label;
  };
  class Nesting;

  // Tokens. After the first error every token is `end`, so that each rule unwinds by itself.
  const Token& peek();
  Token take();
  bool take_if(std::string_view symbol);
  bool take_word(std::string_view word);
  void expect(std::string_view symbol, std::string_view after);
  void expect_word(std::string_view word, std::string_view after);
  NodeIndex fail(std::string what, std::size_t offset, Errc code = Errc::expression_failed);
  NodeIndex unexpected(std::string_view wanted);

  // parser.cpp
  NodeIndex pipe();
  NodeIndex comma();
  NodeIndex binary(int least);
  NodeIndex unary();
  NodeIndex join(const Token& op, int level, NodeIndex left, NodeIndex right);

  // parser_terms.cpp
  NodeIndex postfix(bool may_bind);
  NodeIndex suffixes(NodeIndex base, bool indexed);
  NodeIndex suffix(NodeIndex base, bool& found);
  NodeIndex bracket(NodeIndex base);
  NodeIndex indexed(NodeIndex base, NodeIndex key);
  void note_use(NodeIndex variable, NodeIndex suffixed);
  NodeIndex primary();
  NodeIndex word(const Token& token);
  std::vector<NodeIndex> arguments();
  NodeIndex call(const Token& token);
  NodeIndex variable(const Token& token);
  NodeIndex array();
  NodeIndex object();
  NodeIndex object_value();
  void object_entry(std::vector<NodeIndex>& members);
  NodeIndex string(bool formatted);
  NodeIndex number(const Token& token);

  // parser_keywords.cpp
  NodeIndex conditional();
  NodeIndex attempt();
  NodeIndex binding(NodeIndex source);
  NodeIndex loop(bool with_extract);
  NodeIndex label();
  void definition();
  NodeIndex break_out();
  // Reads destructuring patterns and declares their variables; true when it is one plain `$name`.
  bool patterns(std::uint32_t& slot);
  bool pattern(std::vector<std::string_view>& names);
  void pattern_object(std::vector<std::string_view>& names);

  Scope scope() const { return {locals_.size(), functions_.size()}; }
  void leave(Scope scope);
  std::uint32_t declare(std::string_view name, bool label = false);
  const Local* find_local(std::string_view name, bool label) const;
  bool find_defined(std::string_view name, std::size_t arguments) const;

  std::string_view text_;
  std::span<const std::string_view> variables_;
  Lexer lexer_;
  Token ahead_;
  bool has_ahead_ = false;
  std::size_t nesting_ = 0;
  std::optional<Error> error_;
  std::vector<Local> locals_;
  std::vector<Function> functions_;
  AstBuilder build_;
};

// Counts how deep the rules are inside one another while it lives.
class Parser::Nesting {
 public:
  explicit Nesting(Parser& parser) : parser_(parser) {
    if (++parser_.nesting_ > kRulesPerBracket * kMaxNesting) {
      parser_.fail("nested too deeply", parser_.lexer_.offset(), Errc::limit_exceeded);
    }
  }
  ~Nesting() { --parser_.nesting_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  static constexpr std::size_t kRulesPerBracket = 3;  // pipe, unary, postfix
  Parser& parser_;
};

}  // namespace runledger::expression
