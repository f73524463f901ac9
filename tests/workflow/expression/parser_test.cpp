#include "workflow/expression/parser.hpp"

#include <gtest/gtest.h>

#include "tests/workflow/expression/expression_fixture.hpp"

namespace runledger::expression {
namespace {

TEST(Parser, AcceptsAllOfJqsGrammar) {
  for (const std::string_view jq :
       {". as [$a, {b: $c, $d, \"e\": [$f], (\"g\" + \"h\"): $h}] | $a, $c, $d, $f, $h",
        "try error(\"x\") catch .",
        "label $out | 1, break $out, 2",
        "foreach .[] as $x (0; . + $x; [$x, .])",
        "def f(g; $h): g + $h; f(1; 2)",
        ".. | numbers",
        ".a |= . + 1 | .b += 2 | del(.c)",
        "@base64 \"a\\(.b)\"",
        "@csv",
        "limit(3; repeat(1))",
        ".[1:3]",
        "\"a\\\"\\u00e9\\ud83d\\ude00\"",
        "# comment\n.a # end",
        ".a.\"b\".c",
        ".a | .[\"b\"]?",
        "[.[]? // 1]",
        "{a: if . then 1 else 2 end}",
        "{a: 1 | tostring, $workflow}",
        ".a.[0]",
        "if . then 1 end",
        "def f: def g: 3; g; f",
        "reduce .[] as [$a] (0; . + $a)",
        "-1 - -.a",
        ".e0"}) {
    EXPECT_EQ(refusal_of(jq), "") << jq;
  }
}

TEST(Parser, SaysWhatIsWrongAndWhere) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "the expression is empty"},
      {".a +", "expected a value, found the end (at byte 4)"},
      {".a ) .b", "expected an operator or the end, found ')' (at byte 3)"},
      {"{a: 1 + 2}", "a value with operators needs brackets"},
      {"1 == 2 == 3", "do not chain"},
      {"'a'", "double quotes"},
      {".a && .b", "jq's operator is 'and'"},
      {"!.a", "negate with '| not'"},
      {"\"abc", "never closed"},
      {"\"\\q\"", "unknown escape"},
      {"\"\\ud800\"", "valid character"},
      {"\"\\u0000\"", "other than NUL"},
      {"$contxt.a", "did you mean '$context'?"},
      {"$foo", "known here: $context $input $secrets $workflow $item"},
      {"lenght", "did you mean 'length'?"},
      {"foo", "a field is '.foo'"},
      {"has", "'has' takes 1 arguments, not 0"},
      {"@yaml", "unknown format '@yaml'"},
      {"1e999", "too large"},
      {"break $x", "not inside a 'label'"},
      {". as $x | $y", "unknown variable '$y'"},
      {"(. as $x | 1) | $x", "unknown variable '$x'"},
      {"(def f: 1; f) | f", "unknown function 'f'"},
      {"if . then 1", "'end' to close 'if'"},
      {"$", "must be followed by a variable's name"},
  };
  for (const auto& [jq, expected] : cases) {
    EXPECT_NE(refusal_of(jq).find(expected), std::string::npos) << jq << " → " << refusal_of(jq);
  }
}

TEST(Parser, RefusesByNameWhatWouldBreakReplayOrIsolation) {
  for (const std::string_view jq : {"import \"x\" as x; 1",
                                    "include \"x\"; 1",
                                    "env",
                                    "env.PATH",
                                    "$ENV",
                                    "$ENV.PATH",
                                    "input",
                                    "[inputs]",
                                    "debug",
                                    "stderr",
                                    "halt",
                                    "halt_error(1)",
                                    "input_line_number",
                                    "$__loc__",
                                    "$__prog_args",
                                    "get_search_list",
                                    "now",
                                    "localtime",
                                    "strflocaltime(\"%c\")",
                                    "modulemeta",
                                    "input_filename",
                                    "fromstream(1)",
                                    "builtins",
                                    "jn(1;1)"}) {
    const auto refusal = refusal_of(jq);
    EXPECT_TRUE(refusal.find("not allowed") != std::string::npos ||
                refusal.find("unknown variable") != std::string::npos)
        << jq << " → " << refusal;
  }
  EXPECT_NE(refusal_of("now").find("$workflow.startedAt"), std::string::npos);
}

TEST(Parser, BoundsSizeAndDepth) {
  EXPECT_NE(refusal_of(std::string(kMaxTextBytes + 1, ' ') + ".").find("at most 65536"), std::string::npos);
  const auto wrapped = [](std::size_t depth, char open, char close) {
    return std::string(depth, open) + "1" + std::string(depth, close);
  };
  EXPECT_EQ(refusal_of(wrapped(100, '(', ')')), "");
  EXPECT_NE(refusal_of(wrapped(200, '(', ')')).find("nested too deeply"), std::string::npos);
  EXPECT_NE(refusal_of(wrapped(30000, '[', ']')).find("nested too deeply"), std::string::npos);
  EXPECT_NE(refusal_of(std::string(30000, '-') + "1").find("nested too deeply"), std::string::npos);
  std::string objects;
  for (int i = 0; i < 5000; ++i) objects += "{a:";
  EXPECT_NE(refusal_of(objects).find("nested too deeply"), std::string::npos);
  std::string interpolations;
  for (int i = 0; i < 5000; ++i) interpolations += "\"\\(";
  EXPECT_NE(refusal_of(interpolations).find("nested too deeply"), std::string::npos);
}

TEST(Parser, BoundsLongChains) {
  for (const std::string_view link : {" + 1", " | .", ".a[.b]", " // 1", "?"}) {
    std::string chain = ".";
    while (chain.size() < 20000) chain += link;
    EXPECT_NE(refusal_of(chain).find("expression"), std::string::npos) << link;
  }
  std::string list = "[0";
  while (list.size() < 20000) list += ",1";
  EXPECT_EQ(refusal_of(list + "]"), "") << "lists are long, not deep";
}

TEST(Parser, RefusesNulAndInvalidUtf8) {
  EXPECT_NE(refusal_of(std::string_view(".a\0.b", 5)).find("NUL character stands at byte 2"),
            std::string::npos);
  for (const std::string_view bad :
       {"\"\x80\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF5\x80\x80\x80\"", "\"\xE2\x82"}) {
    EXPECT_NE(refusal_of(bad).find("not valid UTF-8"), std::string::npos);
  }
}

const VariableUse* use_of(const Expression& expression, std::string_view name) {
  for (const auto& use : expression.uses()) {
    if (use.name == name) return &use;
  }
  return nullptr;
}

TEST(Parser, TellsWhichSecretsAreReadByName) {
  auto compiled = Expression::compile(
      "$secrets.a + $secrets[\"b\"].c + $secrets.\"a\" + ([.x[] | $secrets.d] | sort | add) + $context",
      kNames);
  ASSERT_TRUE(compiled.ok()) << compiled.error().message;
  const auto* secrets = use_of(*compiled, "secrets");
  ASSERT_NE(secrets, nullptr);
  EXPECT_EQ(secrets->fields, (std::vector<std::string>{"a", "b", "d"}));
  EXPECT_FALSE(secrets->whole);
  EXPECT_TRUE(use_of(*compiled, "context")->whole);
  EXPECT_EQ(use_of(*compiled, "input"), nullptr);
}

TEST(Parser, TellsWhenSecretsAreReadInAnotherWay) {
  for (const std::string_view jq :
       {"$secrets", "$secrets | .a", "$secrets[.name]", "$secrets[]", "{$secrets}", "$secrets?.a",
        "$secrets as $s | $s.a", "[$secrets.a, $secrets[.x]]", "\"\\($secrets)\""}) {
    auto compiled = Expression::compile(jq, kNames);
    ASSERT_TRUE(compiled.ok()) << compiled.error().message;
    EXPECT_TRUE(use_of(*compiled, "secrets")->whole) << jq;
  }
}

TEST(Parser, KnowsConstants) {
  const auto constant = [](std::string_view jq) { return Expression::compile(jq, kNames)->is_constant(); };
  EXPECT_TRUE(constant("1 + 2"));
  EXPECT_TRUE(constant("{a: [true, \"x\"]}"));
  EXPECT_FALSE(constant("."));
  EXPECT_FALSE(constant(".a"));
  EXPECT_FALSE(constant("$context"));
  EXPECT_FALSE(constant("{a}"));
}

}  // namespace
}  // namespace runledger::expression
