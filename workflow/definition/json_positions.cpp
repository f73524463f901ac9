#include "workflow/definition/json_positions.hpp"

#include <algorithm>

namespace runledger::definition {
namespace {

class Scanner {
 public:
  Scanner(std::string_view text, SourceMap& sources) : text_(text), sources_(sources) {}

  // Recursion is bounded by the depth that parse_json accepted.
  SourceMap::Index value() {
    skip_blanks();
    ++extent_.values;
    SourceMap::Entry entry;
    entry.value = position();
    if (peek() == '{' || peek() == '[') {
      composite(peek() == '{', entry);
    } else if (peek() == '"') {
      string();
    } else {
      while (at_ < text_.size() &&
             std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos) {
        advance();
      }
    }
    return sources_.add(std::move(entry));
  }

  JsonExtent extent() const { return extent_; }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void advance() {
    const auto byte = static_cast<unsigned char>(peek());
    ++at_;
    if (byte == '\n') {
      ++line_;
      column_ = 1;
    } else if ((byte & 0xC0) != 0x80) {  // columns count characters, not bytes
      ++column_;
    }
  }

  SourcePosition position() const { return {line_, column_}; }

  void skip_blanks() {
    while (std::string_view(" \t\r\n").find(peek()) != std::string_view::npos && at_ < text_.size())
      advance();
  }

  void string() {
    advance();
    while (at_ < text_.size() && peek() != '"') {
      if (peek() == '\\') advance();
      advance();
    }
    advance();
  }

  void composite(bool object, SourceMap::Entry& entry) {
    const char close = object ? '}' : ']';
    advance();
    skip_blanks();
    while (at_ < text_.size() && peek() != close) {
      const auto key = position();
      if (object) {
        const auto start = at_;
        string();
        extent_.longest_key_bytes = std::max(extent_.longest_key_bytes, at_ - start);
        skip_blanks();
        advance();  // the colon
      }
      entry.children.emplace_back(key, value());
      skip_blanks();
      if (peek() == ',') {
        advance();
        skip_blanks();
      }
    }
    advance();
  }

  std::string_view text_;
  SourceMap& sources_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  JsonExtent extent_;
};

}  // namespace

JsonExtent map_json_positions(std::string_view text, SourceMap& sources) {
  Scanner scanner(text, sources);
  sources.set_root(scanner.value());
  return scanner.extent();
}

}  // namespace runledger::definition
