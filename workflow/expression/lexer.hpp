#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace runledger::expression {

enum class TokenKind : std::uint8_t {
  end,
  identifier,    // text: name; also keywords
  field,         // `.name`; text: name
  variable,      // `$name`; text: name
  format,        // `@base64`; text with the @
  number,        // text: the digits
  string_start,  // the opening quote; go on with Lexer::string_piece
  symbol,        // text: the operator or bracket
  bad,           // text: what is wrong
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;
  std::size_t offset = 0;

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
  bool is_word(std::string_view word) const { return kind == TokenKind::identifier && text == word; }
};

// Cuts jq text into tokens on demand, since a string may hold expressions: jq 1.6 manual, "String
// interpolation". The text must outlive the lexer.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next();
  std::size_t offset() const { return at_; }

  enum class Piece { closed, interpolation, bad };
  // Reads inside a string up to its closing quote or the next `\(`, adding the unescaped text to `out`. On
  // `bad`, `problem` says why and offset() where.
  Piece string_piece(std::string& out, std::string& problem);

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void skip_blanks();
  std::size_t name_length(std::size_t from) const;
  Token take(TokenKind kind, std::size_t length, std::size_t skip = 0);
  Token number();
  bool escape(std::string& out, std::string& problem);
  bool unicode_escape(std::string& out, std::string& problem);
  bool hex4(std::uint32_t& unit);

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace runledger::expression
