#include "workflow/schema/ecma_regex.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "workflow/schema/uri.hpp"

namespace runledger::schema {
namespace {

// ECMA-262's WhiteSpace and LineTerminator, and all the rest, as class items.
constexpr std::string_view kSpace =
    "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{"
    "feff}";
constexpr std::string_view kNotSpace =
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}"
    "\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
constexpr std::string_view kAnyButLineEnd = "[^\\n\\r\\x{2028}\\x{2029}]";
constexpr std::string_view kAny = "[\\x{0}-\\x{10ffff}]";
constexpr std::string_view kNothing = "[^\\x{0}-\\x{10ffff}]";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

class Translator {
 public:
  explicit Translator(std::string_view pattern) : rest_(pattern) {}

  Translation run() {
    bool going = true;
    while (going && !rest_.empty()) going = in_class_ ? class_item() : term();
    if (going && in_class_) malformed("the character class is not closed with ']'");
    if (result_.outcome == Translation::Outcome::translated) result_.text = std::move(out_);
    return std::move(result_);
  }

 private:
  bool term() {
    const char c = take();
    switch (c) {
      case '\\':
        return escape();
      case '.':
        out_ += kAnyButLineEnd;
        return true;
      case '(':
        return group();
      case '[':
        return open_class();
      case ']':
        return malformed("']' without '['; write \\]");
      default:
        out_.push_back(c);
        return true;
    }
  }

  bool class_item() {
    const char c = take();
    if (c == ']') in_class_ = false;
    if (c == '\\') return escape();
    if (c == '[') out_.push_back('\\');  // RE2 would see the start of [:alpha:]
    out_.push_back(c);
    return true;
  }

  bool open_class() {
    if (skip("^]")) return put(kAny);
    if (skip("]")) return put(kNothing);
    in_class_ = true;
    out_.push_back('[');
    if (skip("^")) out_.push_back('^');
    return true;
  }

  bool group() {
    out_ += "(?:";
    if (!skip("?")) return true;
    if (skip(":")) return true;
    if (rest_.starts_with('=') || rest_.starts_with('!')) return unsupported("look-ahead (?=...) or (?!...)");
    if (rest_.starts_with("<=") || rest_.starts_with("<!"))
      return unsupported("look-behind (?<=...) or (?<!...)");
    if (!skip("<")) return malformed("an unknown kind of group (?" + std::string(rest_.substr(0, 1)));
    const auto end = rest_.find('>');
    if (end == std::string_view::npos || end == 0) return malformed("a group's name must end with '>'");
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool escape() {
    if (rest_.empty()) return malformed("it ends with a lone backslash");
    const char c = take();
    switch (c) {
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 't':
      case 'n':
      case 'v':
      case 'f':
      case 'r':
        out_.push_back('\\');
        out_.push_back(c);
        return true;
      case 's':
        return put_items(kSpace);
      case 'S':
        return put_items(kNotSpace);
      case 'b':
        return in_class_ ? put("\\x{8}") : put("\\b");
      case 'B':
        return in_class_ ? malformed("\\B within a character class") : put("\\B");
      case 'c':
        return control();
      case 'x':
        return hex_escape(2);
      case 'u':
        return unicode_escape();
      case 'p':
      case 'P':
        return property(c == 'P');
      case 'k':
        return unsupported("a back-reference \\k<...>");
      case '0':
        if (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9')
          return malformed("an octal escape");
        return put("\\x{0}");
      default:
        return other_escape(c);
    }
  }

  bool other_escape(char c) {
    if (c >= '1' && c <= '9') return unsupported(std::string("a back-reference \\") + c);
    if (is_letter_or_digit(c)) return malformed(std::string("the unknown escape \\") + c);
    const bool special = std::string_view("^$\\.*+?()[]{}|-").find(c) != std::string_view::npos;
    if (special) out_.push_back('\\');
    out_.push_back(c);
    return true;
  }

  bool control() {
    if (rest_.empty() || !is_letter_or_digit(rest_.front()) || rest_.front() <= '9') {
      return malformed("\\c must be followed by a letter");
    }
    return put_code_point(static_cast<std::uint32_t>(take()) % 32);
  }

  bool hex_escape(std::size_t digits) {
    const auto value = take_hex(digits);
    if (!value) return malformed("an escape with too few hexadecimal digits");
    return put_code_point(*value);
  }

  bool unicode_escape() {
    if (skip("{")) {
      const auto end = rest_.find('}');
      if (end == std::string_view::npos) return malformed("\\u{ without }");
      const auto value = take_hex(end);
      if (!value || *value > 0x10FFFF) return malformed("\\u{...} is not a code point");
      rest_.remove_prefix(1);
      return put_code_point(*value);
    }
    const auto high = take_hex(4);
    if (!high) return malformed("\\u needs four hexadecimal digits");
    if (*high < 0xD800 || *high > 0xDBFF || !rest_.starts_with("\\u")) return put_code_point(*high);
    rest_.remove_prefix(2);
    const auto low = take_hex(4);
    if (!low || *low < 0xDC00 || *low > 0xDFFF) return malformed("half a surrogate pair");
    return put_code_point(0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00));
  }

  bool property(bool negated) {
    const auto end = rest_.find('}');
    if (!skip("{") || end == std::string_view::npos) return malformed("\\p needs a name: \\p{Letter}");
    const std::string body(rest_.substr(0, end - 1));
    rest_.remove_prefix(end);
    const std::string items = translate_property(body);
    if (items.empty()) return unsupported("the property \\p{" + body.substr(0, 60) + "}");
    if (!negated) return put_items(items);
    if (!in_class_) return put("[^" + items + "]");
    if (!items.starts_with("\\p{") || items.find('\\', 1) != std::string::npos) {
      return unsupported("\\P{" + body + "} within a character class");
    }
    return put("\\P" + items.substr(2));
  }

  std::optional<std::uint32_t> take_hex(std::size_t digits) {
    if (digits == 0 || digits > 8 || rest_.size() < digits) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (hex_digit(c) < 0) return std::nullopt;
      value = value << 4 | static_cast<std::uint32_t>(hex_digit(c));
    }
    rest_.remove_prefix(digits);
    return value;
  }

  bool put_code_point(std::uint32_t value) {
    if (value >= 0xD800 && value <= 0xDFFF) return malformed("half a surrogate pair");
    std::array<char, 8> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    return put("\\x{" + std::string(digits.data(), end) + "}");
  }

  bool put(std::string_view text) {
    out_ += text;
    return true;
  }

  // Items of a character class, in brackets of their own when we are not inside one.
  bool put_items(std::string_view items) {
    if (in_class_) return put(items);
    ((out_ += '[') += items) += ']';
    return true;
  }

  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  bool skip(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool malformed(std::string why) {
    result_ = {Translation::Outcome::malformed, std::move(why)};
    return false;
  }

  bool unsupported(std::string what) {
    result_ = {Translation::Outcome::unsupported, std::move(what)};
    return false;
  }

  std::string_view rest_;
  std::string out_;
  bool in_class_ = false;
  Translation result_;
};

}  // namespace

Translation translate_pattern(std::string_view pattern) {
  return Translator(pattern).run();
}

}  // namespace runledger::schema
