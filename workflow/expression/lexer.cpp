#include "workflow/expression/lexer.hpp"

namespace runledger::expression {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

void put_utf8(std::uint32_t code, std::string& out) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// Longest first: the first that matches is taken.
constexpr std::string_view kSymbols[] = {
    "?//", "//=", "!=", "==", "//", "|=", "+=", "-=", "*=", "/=", "%=", "<=", ">=", "..", "=", "<", ">",
    "+",   "-",   "*",  "/",  "%",  "|",  ",",  ";",  ":",  "(",  ")",  "[",  "]",  "{",  "}", "?", "."};

}  // namespace

void Lexer::skip_blanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '#') {
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++at_;
    } else {
      return;
    }
  }
}

std::size_t Lexer::name_length(std::size_t from) const {
  if (from >= text_.size() || !starts_name(text_[from])) return 0;
  std::size_t end = from + 1;
  while (end < text_.size() && (starts_name(text_[end]) || is_digit(text_[end]))) ++end;
  return end - from;
}

Token Lexer::take(TokenKind kind, std::size_t length, std::size_t skip) {
  const Token token{kind, text_.substr(at_ + skip, length), at_};
  at_ += skip + length;
  return token;
}

Token Lexer::number() {
  std::size_t end = at_;
  const auto digits = [&] {
    while (end < text_.size() && is_digit(text_[end])) ++end;
  };
  digits();
  if (end < text_.size() && text_[end] == '.') {
    ++end;
    digits();
  }
  if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
    std::size_t exponent = end + 1;
    if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
    if (exponent < text_.size() && is_digit(text_[exponent])) {
      end = exponent;
      digits();
    }
  }
  return take(TokenKind::number, end - at_);
}

Token Lexer::next() {
  skip_blanks();
  if (at_ >= text_.size()) return {TokenKind::end, "", at_};
  const char c = peek();
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
  if (const auto length = name_length(at_)) return take(TokenKind::identifier, length);
  if (c == '"') return take(TokenKind::string_start, 1);
  if (c == '.') {
    if (const auto length = name_length(at_ + 1)) return take(TokenKind::field, length, 1);
  }
  if (c == '$') {
    if (const auto length = name_length(at_ + 1)) return take(TokenKind::variable, length, 1);
    return {TokenKind::bad, "'$' must be followed by a variable's name", at_};
  }
  if (c == '@') {
    const auto length = name_length(at_ + 1);
    if (length != 0) return take(TokenKind::format, length + 1);
    return {TokenKind::bad, "'@' must be followed by a format's name", at_};
  }
  for (const auto symbol : kSymbols) {
    if (text_.substr(at_, symbol.size()) == symbol) return take(TokenKind::symbol, symbol.size());
  }
  if (c == '\'') return {TokenKind::bad, "jq strings stand in double quotes, not single ones", at_};
  if (c == '&') return {TokenKind::bad, "unexpected '&'; jq's operator is 'and'", at_};
  if (c == '!') return {TokenKind::bad, "unexpected '!'; in jq negate with '| not'", at_};
  return {TokenKind::bad, "unexpected character", at_};
}

Lexer::Piece Lexer::string_piece(std::string& out, std::string& problem) {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') return ++at_, Piece::closed;
    if (c != '\\') {
      out.push_back(c);
      ++at_;
    } else if (peek(1) == '(') {
      at_ += 2;
      return Piece::interpolation;
    } else if (!escape(out, problem)) {
      return Piece::bad;
    }
  }
  problem = "the string is never closed: a '\"' is missing";
  return Piece::bad;
}

bool Lexer::escape(std::string& out, std::string& problem) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const char letter = peek(1);
  if (letter == 'u') return unicode_escape(out, problem);
  const auto which = at_ + 1 < text_.size() ? kLetters.find(letter) : std::string_view::npos;
  if (which == std::string_view::npos) {
    problem = "unknown escape after '\\' in a string; JSON's escapes and \\( ) are known";
    return false;
  }
  out.push_back(kMeanings[which]);
  at_ += 2;
  return true;
}

bool Lexer::unicode_escape(std::string& out, std::string& problem) {
  std::uint32_t code = 0;
  bool good = hex4(code);
  if (good && code >= 0xD800 && code < 0xDC00) {
    std::uint32_t low = 0;
    good = peek() == '\\' && peek(1) == 'u' && hex4(low) && low >= 0xDC00 && low < 0xE000;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (good && code >= 0xDC00 && code < 0xE000) {
    good = false;
  }
  if (!good || code == 0) {
    problem = "a \\u escape needs four hex digits that make a valid character other than NUL";
    return false;
  }
  put_utf8(code, out);
  return true;
}

// Reads `\uXXXX` at the current place.
bool Lexer::hex4(std::uint32_t& unit) {
  unit = 0;
  for (std::size_t i = 2; i < 6; ++i) {
    const char c = peek(i);
    std::uint32_t digit = 0;
    if (is_digit(c)) {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
      digit = static_cast<std::uint32_t>((c | 0x20) - 'a') + 10;
    } else {
      return false;
    }
    unit = unit * 16 + digit;
  }
  at_ += 6;
  return true;
}

}  // namespace runledger::expression
