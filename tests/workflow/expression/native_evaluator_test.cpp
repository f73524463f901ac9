#include <gtest/gtest.h>

#include "tests/workflow/expression/expression_fixture.hpp"

namespace runledger::expression {
namespace {

constexpr std::string_view kOrder = R"({
  "id": 9007199254740993, "price": 19.99, "name": "Ada", "none": null, "ok": true,
  "items": [{"sku": "a", "n": 2}, {"sku": "b", "n": 5}], "a b": {"c": [10, 20, 30]}})";

struct Case {
  std::string_view jq;
  std::string_view expected;
};

void expect_native(std::initializer_list<Case> cases) {
  for (const auto& [jq, expected] : cases) {
    EXPECT_TRUE(is_native(jq)) << jq;
    EXPECT_EQ(result_of(jq, kOrder), expected) << jq;
  }
}

TEST(NativeEvaluator, FollowsPaths) {
  expect_native({{".name", "\"Ada\""},
                 {".\"a b\".c[1]", "20"},
                 {".[\"a b\"][\"c\"][-1]", "30"},
                 {".items[0].sku", "\"a\""},
                 {".missing.deeper", "null"},
                 {".items[7]", "null"},
                 {".items[.items[0].n - 1].sku", "\"b\""},
                 {".[\"a b\"].c[1:]", "[20,30]"},
                 {".[\"a b\"].c[:-1]", "[10,20]"},
                 {".name.first?", "null"},
                 {".items[].n", "[2,5]"}});
}

TEST(NativeEvaluator, KeepsIntegersOf64BitsExact) {
  expect_native({{".id", "9007199254740993"},
                 {".id + 1", "9007199254740994"},
                 {".id * 1000", "9007199254740993000"},
                 {".id - .id", "0"},
                 {".id % 10", "3"},
                 {"9223372036854775807 + 1", "9223372036854775808"},
                 {"-9223372036854775808 % -1", "0"},
                 {"18446744073709551615 - 1", "18446744073709551614"},
                 {".id == 9007199254740992", "false"},
                 {".id > 9007199254740992.0", "true"},
                 {"\"\\(.id)\"", "\"9007199254740993\""}});
}

TEST(NativeEvaluator, ComputesLikeJq) {
  expect_native({{"1 + 2 * 3 - 4 / 2", "5"},
                 {"7 / 2", "3.5"},
                 {"1.5 + 1.5", "3"},
                 {"-7 % 3", "-1"},
                 {"5 % -3", "2"},
                 {"-(1 + 2)", "-3"},
                 {"\"a\" + \"b\"", "\"ab\""},
                 {"null + 1", "1"},
                 {"[1, 2] + [3]", "[1,2,3]"},
                 {"[1, 2, 1] - [1]", "[2]"},
                 {"{a: 1, b: 1} + {b: 2}", R"({"a":1,"b":2})"},
                 {"{a: {x: 1}} * {a: {y: 2}}", R"({"a":{"x":1,"y":2}})"},
                 {"\"ab\" * 3", "\"ababab\""},
                 {"\"a,b\" / \",\"", R"(["a","b"])"}});
}

TEST(NativeEvaluator, ComparesInJqsOrderOfKinds) {
  expect_native(
      {{"null < false and false < true and true < 0 and 0 < \"\" and \"\" < [] and [] < {}", "true"},
       {"1 == 1.0", "true"},
       {"{a: 1, b: 2} == {b: 2, a: 1}", "true"},
       {"[1, 2] < [1, 3]", "true"},
       {"\"Z\" < \"a\"", "true"},
       {".price >= 19.99", "true"},
       {".items | length != 2", "false"}});
}

TEST(NativeEvaluator, ChoosesByTruth) {
  expect_native({{"if .ok then \"y\" else \"n\" end", "\"y\""},
                 {"if .none then 1 elif 0 then 2 else 3 end", "2"},
                 {".name | if false then 1 end", "\"Ada\""}});
}

TEST(NativeEvaluator, ShortCircuitsAndFallsBack) {
  expect_native({{"false and error(\"never\")", "false"},
                 {"true or error(\"never\")", "true"},
                 {".none // \"default\"", "\"default\""},
                 {"(.name.broken)? // 1", "1"},
                 {"false // null", "null"},
                 {".none // .missing // 3", "3"},
                 {"[.items[] | select(.n > 2) | .sku]", "[\"b\"]"},
                 {"empty", "null"},
                 {"1, 2", "[1,2]"}});
}

TEST(NativeEvaluator, BuildsObjectsAndText) {
  expect_native(
      {{"{name, \"n\": 1, (\"k\" + \"1\"): .ok}", R"({"name":"Ada","n":1,"k1":true})"},
       {"{\"a b\"}.\"a b\".c[0]", "10"},
       {"\"\\(.name) pays \\(.price), \\(.items[0])\"", R"("Ada pays 19.99, {\"sku\":\"a\",\"n\":2}")"},
       {"[.items[] as $x | $x.n * 2]", "[4,10]"},
       {"reduce .items[] as $x (0; . + $x.n)", "7"}});
}

TEST(NativeEvaluator, CarriesTheCommonFunctions) {
  expect_native({{".items | map(.n) | add", "7"},
                 {".items | any(.n > 4)", "true"},
                 {".items | all(.n > 4)", "false"},
                 {"keys | length", "7"},
                 {"has(\"name\") and (has(\"nope\") | not)", "true"},
                 {".name | ascii_upcase, ascii_downcase, length, type", R"(["ADA","ada",3,"string"])"},
                 {"[1, null, \"a\", true] | join(\"-\")", "\"1--a-true\""},
                 {"\"12\" | tonumber", "12"},
                 {"{b: 1, a: [2.0]} | tostring", R"("{\"b\":1,\"a\":[2]}")"},
                 {"{a: 1} | to_entries", R"([{"key":"a","value":1}])"},
                 {"\"abc\" | ltrimstr(\"a\") | rtrimstr(\"c\") | startswith(\"b\")", "true"},
                 {"[3, 1] | reverse | first, last", "[1,3]"},
                 {"\"x\" | error(\"no \" + .)", "error: expression '\"x\" | error(\"no \" + .)': no x"}});
}

TEST(NativeEvaluator, NamesKindAndValueInErrors) {
  EXPECT_EQ(result_of(".a.b", R"({"a":[1,2]})"),
            "error: expression '.a.b': cannot index array ([1,2]) with \"b\"");
  EXPECT_EQ(result_of(". + 1", "\"x\""),
            "error: expression '. + 1': string (\"x\") and number (1) cannot be added");
  EXPECT_EQ(
      result_of("1 / 0"),
      "error: expression '1 / 0': number (1) and number (0) cannot be divided because the divisor is zero");
}

TEST(NativeEvaluator, CutsLongValuesInErrors) {
  const auto message = result_of(". + 1", "\"" + std::string(5000, 'x') + "\"");
  EXPECT_LT(message.size(), 300u);
  EXPECT_NE(message.find("..."), std::string::npos);
}

TEST(NativeEvaluator, NeverShowsValuesOfExpressionsThatReadSecrets) {
  const Json secrets = json(R"({"key":"hunter2"})");
  const Variable bound[] = {{"secrets", &secrets}};
  for (const std::string_view jq : {"$secrets.key + 1", "$secrets.key | . + 1", "$secrets | .key | error(.)",
                                    "$secrets.key | fromjson", "$secrets.key | error"}) {
    const auto message = result_of(jq, Json(), bound);
    EXPECT_TRUE(message.starts_with("error: ")) << message;
    EXPECT_EQ(message.find("hunter2"), std::string::npos) << message;
  }
}

TEST(NativeEvaluator, ReadsVariablesAndTakesMissingOnesAsNull) {
  const Json context = json(R"({"user":{"id":7}})");
  const Variable bound[] = {{"context", &context}, {"item", nullptr}};
  EXPECT_EQ(result_of("$context.user.id + 1", Json(), bound), "8");
  EXPECT_EQ(result_of("[$item, $workflow]", Json(), bound), "[null,null]");
  EXPECT_EQ(result_of(". as $context | $context", Json(5), bound), "5");
}

TEST(NativeEvaluator, GivesTruthWithoutTheValue) {
  const auto truth = [](std::string_view jq) {
    auto compiled = Expression::compile(jq, kNames);
    return compiled ? holds(*compiled, json("{\"n\":0}")) : Result<bool>(compiled.error());
  };
  EXPECT_TRUE(*truth(".n"));
  EXPECT_FALSE(*truth(".missing"));
  EXPECT_FALSE(*truth("empty"));
  EXPECT_FALSE(*truth(".n | sqrt | . > 1"));
  EXPECT_FALSE(truth(".n.x").ok());
}

TEST(NativeEvaluator, StopsAtItsLimits) {
  Limits limits;
  limits.max_result_bytes = 1000;
  limits.max_outputs = 10;
  limits.max_steps = 2000;
  const Json twenty = json("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]");
  const auto code = [&](std::string_view jq) {
    auto result = evaluate(*Expression::compile(jq, kNames), twenty, {}, limits);
    return result ? std::string("ok") : std::string(name_of(result.error().code));
  };
  EXPECT_EQ(code(".[]"), "limit_exceeded");
  EXPECT_EQ(code("\"abc\" * 2000"), "limit_exceeded");
  EXPECT_EQ(code(". as $all | map($all)"), "limit_exceeded");
  EXPECT_EQ(code("map(map_values(.)?)"), "ok");
  EXPECT_EQ(code("[.[] as $a | .[] as $b | .[] as $c | empty]"), "limit_exceeded");
}

}  // namespace
}  // namespace runledger::expression
