#include "workflow/expression/template.hpp"

#include <gtest/gtest.h>

#include "tests/workflow/expression/expression_fixture.hpp"

namespace runledger::expression {
namespace {

std::string rendered(std::string_view source, std::string_view input = "{}") {
  auto compiled = Template::compile(json(source), kNames);
  if (!compiled) return "error: " + compiled.error().message;
  auto result = compiled->render(json(input));
  return result ? write_json(*result) : "error: " + result.error().message;
}

TEST(Template, ReplacesWholeStringsByValues) {
  EXPECT_EQ(rendered(R"("${ .a }")", R"({"a":[1,{"b":2}]})"), R"([1,{"b":2}])");
  EXPECT_EQ(rendered(R"("${.a}")", R"({"a":9007199254740993})"), "9007199254740993");
  EXPECT_EQ(rendered(R"("  ${ .a }\n")", R"({"a":1})"), "1");
  EXPECT_EQ(rendered(R"({"x":["${ .a }",true,"plain"],"y":{"z":null}})", R"({"a":1})"),
            R"({"x":[1,true,"plain"],"y":{"z":null}})");
}

TEST(Template, WritesValuesIntoText) {
  EXPECT_EQ(rendered(R"("Hi ${ .n }, ${ .x } ${.l} ${ .none }!")", R"({"n":"Ada","x":1.50,"l":[1,"a"]})"),
            R"("Hi Ada, 1.5 [1,\"a\"] null!")");
  EXPECT_EQ(rendered(R"("${ .a }${ .b }")", R"({"a":1,"b":2})"), "\"12\"");
}

TEST(Template, FindsTheClosingBrace) {
  EXPECT_EQ(rendered(R"("${ {a: {b: \"}\"}} | .a.b }")"), R"("}")");
  EXPECT_EQ(rendered(R"("${ \"x\\(1 + {a: 2}.a)}\" }-")"), R"("x3}-")");
  EXPECT_EQ(rendered(R"("${ 1 # }\n }")"), "1");
  EXPECT_EQ(rendered(R"("a } b { ${ 1 } }")"), R"("a } b { 1 }")");
  EXPECT_EQ(rendered(R"("costs $5 {x}")"), R"("costs $5 {x}")");
}

TEST(Template, NamesThePlaceOfAnError) {
  EXPECT_NE(rendered(R"({"a":[{"b/c":"${ .x + }"}]})").find("at '/a/0/b~1c': expression ' .x + '"),
            std::string::npos);
  EXPECT_NE(rendered(R"({"a":[0,"${ .x.y }"]})", R"({"x":1})").find("at '/a/1': "), std::string::npos);
  EXPECT_NE(rendered(R"({"a":"${ .x"})").find("at '/a': the '${' at byte 0 is never closed"),
            std::string::npos);
}

TEST(Template, KnowsConstants) {
  auto constant = Template::compile(json(R"({"a":[1,"x"]})"), kNames);
  ASSERT_TRUE(constant.ok());
  ASSERT_TRUE(constant->is_constant());
  EXPECT_EQ(*constant->constant(), json(R"({"a":[1,"x"]})"));
  auto other = Template::compile(json(R"({"a":[1,"${ . }"]})"), kNames);
  EXPECT_FALSE(other->is_constant());
  EXPECT_EQ(other->constant(), nullptr);
  EXPECT_EQ(other->whole_expression(), nullptr);
  EXPECT_NE(Template::compile(Json("${ .a }"), kNames)->whole_expression(), nullptr);
}

TEST(Template, MergesUsesOfItsExpressions) {
  auto compiled =
      Template::compile(json(R"({"a":"${ $secrets.x }","b":"k=${ $secrets.y + $secrets.x }"})"), kNames);
  ASSERT_TRUE(compiled.ok());
  ASSERT_EQ(compiled->uses().size(), 1u);
  EXPECT_EQ(compiled->uses()[0].fields, (std::vector<std::string>{"x", "y"}));
  EXPECT_FALSE(compiled->uses()[0].whole);
}

TEST(Template, TakesConditionsWithAndWithoutBraces) {
  for (const std::string_view text : {"${ .a > 1 }", ".a > 1", " ${.a > 1} "}) {
    auto compiled = Template::compile_condition(text, kNames);
    ASSERT_TRUE(compiled.ok()) << text;
    EXPECT_TRUE(*holds(*compiled, json("{\"a\":2}")));
    EXPECT_FALSE(*holds(*compiled, json("{\"a\":1}")));
  }
  EXPECT_FALSE(Template::compile_condition("${ .a } == 1", kNames).ok());
  EXPECT_FALSE(Template::compile_condition("", kNames).ok());
}

TEST(Template, BoundsWhatItBuilds) {
  auto compiled = Template::compile(json(R"(["${ . }","${ . }","${ . }"])"), kNames);
  Limits limits;
  limits.max_result_bytes = 2500;
  const auto result = compiled->render(Json(std::string(1000, 'x')), {}, limits);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, Errc::limit_exceeded);
}

TEST(Template, RefusesResultsTooDeepToReadBack) {
  std::string deep;
  for (int i = 0; i < 60; ++i) deep += "[";
  const std::string input = deep + "1" + std::string(60, ']');
  EXPECT_NE(rendered(R"({"a":{"b":{"c":{"d":{"e":"${ . }"}}}}})", input).find("nested deeper"),
            std::string::npos);
}

}  // namespace
}  // namespace runledger::expression
