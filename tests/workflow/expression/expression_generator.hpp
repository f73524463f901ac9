#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace runledger::expression {

// Makes random jq expressions that the native evaluator carries, and documents for them to read. Numbers stay
// small: beyond 2^53 libjq and the native evaluator differ on purpose, and jq 1.6 escapes DEL. `?` is left
// out, since jq 1.6's also swallows errors of what follows.
class ExpressionGenerator {
 public:
  explicit ExpressionGenerator(std::uint32_t seed) : random_(seed) {}

  std::string expression(int depth = 4) {
    if (depth == 0) return leaf();
    const auto sub = [&] { return "(" + expression(depth - 1) + ")"; };
    switch (pick(22)) {
      case 0:
        return sub() + " + " + sub();
      case 1:
        return sub() + " - " + sub();
      case 2:
        return sub() + " * " + std::to_string(pick(9) + 1);
      case 3:
        return sub() + " / (. as $d | " + expression(depth - 1) +
               ")";  // never constant: jq 1.6 refuses 1 / 0 itself
      case 4:
        return sub() + " % (. as $d | " + expression(depth - 1) + ")";
      case 5:
        return sub() + one_of({" == ", " != ", " < ", " <= ", " > ", " >= "}) + sub();
      case 6:
        return sub() + one_of({" and ", " or "}) + sub();
      case 7:
        return sub() + " // " + sub();
      case 8:
        return "if " + sub() + " then " + sub() + " else " + sub() + " end";
      case 9:
        return "[" + sub() + ", " + sub() + "]";
      case 10:
        return "{a: " + sub() + ", \"b\": " + sub() + ", (\"x\" + \"y\"): 1}";
      case 11:
        return "\"<\\(" + expression(depth - 1) + ")>\"";
      case 12:
      case 13:
        return sub() + " | " + sub();
      case 14:
        return sub() + one_of({".a", ".b", ".a.b", "[0]", "[-1]", "[1:]", "[:2]", ".\"x y\""});
      case 15:
        return sub() + "[" + sub() + "]";
      case 16:
        return "[" + sub() + "[] | select(" + expression(depth - 1) + ")]";
      case 17:
        return sub() + " | map(" + expression(depth - 1) + ")";
      case 18:
        return sub() + " as $v | [$v, " + sub() + "]";
      case 19:
        return "[.[]" + std::string(one_of({"", ".a", "[0]"})) + ", " + sub() + "]";
      case 20:
        return "-" + sub();
      default:
        return sub() + " | " + function(depth);
    }
  }

  std::string document(int depth = 3) {
    switch (depth == 0 ? pick(6) : pick(10)) {
      case 0:
        return "null";
      case 1:
        return one_of({"true", "false"});
      case 2:
      case 3:
        return one_of({"0", "1", "-3", "42", "2.5", "-0.75", "3.0", "1e-7"});
      case 4:
      case 5:
        return one_of(
            {"\"\"", "\"a\"", "\"b,c\"", "\"x y\"", "\"12\"", "\"\\u00e9\\ud83d\\ude00\\n\"", "\"0.5\""});
      case 6:
      case 7: {
        std::string items;
        for (std::uint32_t n = pick(4); n > 0; --n) items += (items.empty() ? "" : ",") + document(depth - 1);
        return "[" + items + "]";
      }
      default:
        return "{\"a\":" + document(depth - 1) + ",\"b\":" + document(depth - 1) +
               ",\"x y\":" + document(depth - 1) + "}";
    }
  }

 private:
  std::string leaf() {
    return one_of({".",     ".a",    ".b", ".a.b",  ".\"x y\"",    ".[0]?", ".a[0]?",  "null",
                   "true",  "false", "0",  "1",     "7",           "2.5",   "\"a\"",   "\"12\"",
                   "\",\"", "[]",    "{}", "[3,1]", "{a:1,b:[2]}", "$item", "$item.a?"});
  }

  std::string function(int depth) {
    if (pick(3) == 0) {
      const std::string name =
          one_of({"any", "all", "has", "join", "split", "startswith", "endswith", "ltrimstr", "rtrimstr"});
      return name + "(" + expression(depth - 1) + ")";
    }
    return one_of({"length", "keys", "type", "tostring", "tonumber", "tojson", "not", "add", "any", "all",
                   "first", "last", "floor", "reverse", "ascii_upcase", "ascii_downcase", "to_entries",
                   "[values]", "[empty]"});
  }

  std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }
  std::string one_of(std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[pick(static_cast<std::uint32_t>(choices.size()))]);
  }

  std::mt19937 random_;
};

}  // namespace runledger::expression
