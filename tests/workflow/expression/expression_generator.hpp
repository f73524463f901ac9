#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace runledger::expression {

// Makes random jq expressions that the native evaluator carries, and documents for them to read. Most are
// well typed, so that most succeed; some are wild. Numbers stay small: beyond 2^53 libjq and the native
// evaluator differ on purpose, and jq 1.6 escapes DEL.
class ExpressionGenerator {
 public:
  explicit ExpressionGenerator(std::uint32_t seed) : random_(seed) {}

  std::string expression(int depth = 4) {
    if (pick(10) == 0) return wild(depth);
    switch (pick(6)) {
      case 0:
        return number(depth);
      case 1:
        return text(depth);
      case 2:
        return truth(depth);
      case 3:
        return list(depth);
      case 4:
        return "{a: " + group(number(depth - 1)) + ", n: " + group(text(depth - 1)) +
               ", (\"x\" + \"y\"): 1, t}";
      default:
        return one_of(
            {".o", ".", ".missing", "null", "$item", ".l[0]", ".l[-1].t", ".o.o?", ".l[].n?", ".\"n\""});
    }
  }

  // Objects of one shape, {n, t, l: [such objects], o: such an object}, now and then something else.
  std::string document(int depth = 3) {
    if (pick(8) == 0) return scrap(depth);
    std::string items;
    for (std::uint32_t n = depth > 0 ? pick(4) : 0; n > 0; --n)
      items += (items.empty() ? "" : ",") + document(depth - 1);
    return "{\"n\":" + a_number() + ",\"t\":" + a_text() + ",\"l\":[" + items +
           "],\"o\":" + (depth > 0 ? document(depth - 1) : "null") + "}";
  }

 private:
  std::string number(int depth) {
    if (depth <= 0) return one_of({".n", "0", "1", "7", "2.5", "-3", ".o.n", ".l | length"});
    const auto sub = [&] { return group(number(depth - 1)); };
    switch (pick(12)) {
      case 0:
        return sub() + " + " + sub();
      case 1:
        return sub() + " - " + sub();
      case 2:
        return sub() + " * " + std::to_string(pick(9) + 1);
      case 3:  // never a constant divisor: jq 1.6 refuses 1 / 0 when it compiles
        return sub() + " / (. as $d | " + number(depth - 1) + ")";
      case 4:
        return sub() + " % (. as $d | " + number(depth - 1) + ")";
      case 5:
        return "-" + sub();
      case 6:
        return group(text(depth - 1)) + " | length";
      case 7:
        return group(list(depth - 1)) + " | length";
      case 8:
        return "[.l[].n] | add";
      case 9:
        return "if " + truth(depth - 1) + " then " + number(depth - 1) + " else " + number(depth - 1) +
               " end";
      case 10:
        return "reduce .l[] as $x (0; . + ($x.n | floor))";
      default:
        return sub() + " // " + sub();
    }
  }

  std::string text(int depth) {
    if (depth <= 0) return one_of({".t", "\"a\"", "\",\"", "\"12\"", ".o.t", "\"\""});
    const auto sub = [&] { return group(text(depth - 1)); };
    switch (pick(9)) {
      case 0:
        return sub() + " + " + sub();
      case 1:
      case 2:
        return "\"<\\(" + expression(depth - 1) + ")>\"";
      case 3:
        return sub() + " | " + one_of({"ascii_upcase", "ascii_downcase", "tostring", "tojson"});
      case 4:
        return group(number(depth - 1)) + " | tostring";
      case 5:
        return sub() + " | " + one_of({"ltrimstr", "rtrimstr"}) + "(" + text(depth - 1) + ")";
      case 6:
        return "[.l[].t] | join(" + text(depth - 1) + ")";
      case 7:
        return group(expression(depth - 1)) + " | type";
      default:
        return sub() + " * " + std::to_string(pick(3) + 1);
    }
  }

  std::string truth(int depth) {
    if (depth <= 0) return one_of({"true", "false", ".n", ".missing", ".n > 0", "has(\"t\")"});
    const auto sub = [&] { return group(truth(depth - 1)); };
    switch (pick(7)) {
      case 0:
        return group(number(depth - 1)) + one_of({" == ", " < ", " >= "}) + group(number(depth - 1));
      case 1:
        return group(expression(depth - 1)) + one_of({" == ", " != ", " <= ", " > "}) +
               group(expression(depth - 1));
      case 2:
        return sub() + one_of({" and ", " or "}) + sub();
      case 3:
        return sub() + " | not";
      case 4:
        return group(text(depth - 1)) + " | " + one_of({"startswith", "endswith"}) + "(" + text(depth - 1) +
               ")";
      case 5:
        return ".l | " + one_of({"any", "all"}) + "(" + truth(depth - 1) + ")";
      default:
        return group(list(depth - 1)) + " | " + one_of({"any", "all"});
    }
  }

  std::string list(int depth) {
    if (depth <= 0) return one_of({".l", "[]", "[3,1]", "[.n, .t]", ".l[1:]", ".o.l[:2]", "keys"});
    const auto sub = [&] { return group(list(depth - 1)); };
    switch (pick(9)) {
      case 0:
        return sub() + one_of({" + ", " - "}) + sub();
      case 1:
        return "[" + expression(depth - 1) + ", " + expression(depth - 1) + "]";
      case 2:
        return ".l | map(" + expression(depth - 1) + ")";
      case 3:
        return "[.l[] | select(" + truth(depth - 1) + ")]";
      case 4:
        return sub() + " | reverse";
      case 5:
        return group(text(depth - 1)) + " | split(" + text(depth - 1) + ")";
      case 6:
        return "[.l[] as $x | $x.n, " + group(expression(depth - 1)) + "]";
      case 7:
        return one_of({"to_entries", "[.[]]", "[.l[] | .o.n?]", "[.l[]?, .t[]?]", "[.l[] | values]"});
      default:
        return group(expression(depth - 1)) + " as $v | [$v, " + group(expression(depth - 1)) + "]";
    }
  }

  // Kinds mixed at random: mostly errors, on which both must agree too.
  std::string wild(int depth) {
    if (depth <= 0)
      return one_of({".", ".n", "null", "true", "[3,1]", "{a:1}", "\"12\"", "$item", ".[0]?", ".n.x?"});
    const auto sub = [&] { return group(expression(depth - 1)); };
    switch (pick(5)) {
      case 0:
        return sub() + one_of({" + ", " - "}) + sub();
      case 1:
        return sub() + "[" + expression(depth - 1) + "]";
      case 2:
        return sub() + one_of({".n", "[0]", "[-1]", "[1:]", ".o.t"});
      case 3:
        return sub() + " | has(" + expression(depth - 1) + ")";
      default:
        return sub() + " | " +
               one_of({"length", "keys", "tonumber", "add", "first", "last", "floor", "reverse", "[.[]]",
                       "ascii_upcase", "to_entries", "[empty]", "join(\"-\")", "split(\",\")", "map(.)"});
    }
  }

  std::string scrap(int depth) {
    return pick(2) == 0 ? one_of({"null", "true", "false", "42", "\"x\""})
                        : "[" + document(depth > 0 ? depth - 1 : 0) + "]";
  }
  std::string a_number() { return one_of({"0", "1", "-3", "42", "2.5", "-0.75", "3.0", "1e-7"}); }
  std::string a_text() {
    return one_of(
        {"\"\"", "\"a\"", "\"b,c\"", "\"x y\"", "\"12\"", "\"\\u00e9\\ud83d\\ude00\\n\"", "\"0.5\""});
  }

  static std::string group(const std::string& text) { return "(" + text + ")"; }
  std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }
  std::string one_of(std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[pick(static_cast<std::uint32_t>(choices.size()))]);
  }

  std::mt19937 random_;
};

}  // namespace runledger::expression
