// Schemas and documents made to hurt. Each must end soon, without a crash; the time allowed is many times
// what is needed, so that a busy machine does not fail the test, and far below what the attack would take if
// it worked.
#include <gmock/gmock.h>

#include <chrono>

#include "tests/workflow/schema/schema_fixture.hpp"

namespace runledger::schema {
namespace {

using std::chrono::steady_clock;

class Hostile : public testing::Test {
 protected:
  void TearDown() override {
    EXPECT_LT(steady_clock::now() - started_, std::chrono::seconds(20)) << "the attack worked";
  }

 private:
  steady_clock::time_point started_ = steady_clock::now();
};

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string nested(std::string_view open, std::string_view inner, std::string_view close, std::size_t depth) {
  return repeat(open, depth) + std::string(inner) + repeat(close, depth);
}

void expect_too_much_work(const Schema& schema, const Json& document) {
  EXPECT_FALSE(is_valid(schema, document));
  const auto violations = validate(schema, document);
  ASSERT_FALSE(violations.empty());
  EXPECT_THAT(violations.back().message, testing::HasSubstr("too much work"));
}

TEST_F(Hostile, LongTextAgainstAlternatives) {
  const SchemaPtr schema = compiled(R"({"pattern":"^([a-z]|[0-9])*$"})");
  EXPECT_TRUE(is_valid(*schema, json('"' + std::string(200'000, 'a') + '"')));
  EXPECT_FALSE(is_valid(*schema, json('"' + std::string(200'000, 'a') + "!\"")));
}

TEST_F(Hostile, PatternsThatBacktrackElsewhere) {
  for (const char* pattern : {"^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(x+x+)+y", "^(.*)*$b"}) {
    const SchemaPtr schema = compiled(R"({"pattern":")" + std::string(pattern) + "\"}");
    is_valid(*schema, json('"' + std::string(100'000, 'a') + "!\""));
    is_valid(*schema, json('"' + std::string(100'000, 'x') + '"'));
  }
}

TEST_F(Hostile, DeepestDocuments) {
  const SchemaPtr schema = compiled(
      R"({"type":["array","integer"],"items":{"allOf":[{"anyOf":[{"$ref":"#"}]}]},"unevaluatedItems":false})");
  EXPECT_TRUE(is_valid(*schema, json(nested("[", "1", "]", 63))));
  EXPECT_FALSE(is_valid(*schema, json(nested("[", "null", "]", 63))));
}

TEST_F(Hostile, AlternativesThatMultiplyAtEachLevel) {
  const SchemaPtr schema = compiled(R"({
    "anyOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}],
    "$defs": {"a": {"properties": {"x": {"$ref": "#"}}, "not": {"type": "object"}}}})");
  expect_too_much_work(*schema, json(nested(R"({"x":)", "{}", "}", 60)));
}

TEST_F(Hostile, ReferencesThatDoubleAtEachStep) {
  std::string defs;
  for (int i = 0; i < 60; ++i) {
    const std::string next = R"({"$ref":"#/$defs/d)" + std::to_string(i + 1) + "\"}";
    defs += "\"d" + std::to_string(i) + R"(":{"allOf":[)" + next + "," + next + "]},";
  }
  expect_too_much_work(
      *compiled(R"({"$ref":"#/$defs/d0","$defs":{)" + defs + R"("d60":{"type":"integer"}}})"), Json(1));
}

TEST_F(Hostile, LongestChainOfReferences) {
  std::string defs;
  for (int i = 0; i < 9'000; ++i) {
    defs += "\"d" + std::to_string(i) + R"(":{"$ref":"#/$defs/d)" + std::to_string(i + 1) + "\"},";
  }
  const SchemaPtr schema =
      compiled(R"({"$ref":"#/$defs/d0","$defs":{)" + defs + R"("d9000":{"type":"integer"}}})");
  expect_too_much_work(*schema, Json(1));
}

TEST_F(Hostile, DynamicReferencesThatGoRoundInPlace) {
  const SchemaPtr schema = compiled(R"({"$dynamicAnchor":"a","allOf":[{"$dynamicRef":"#a"}]})");
  expect_too_much_work(*schema, Json(1));
}

TEST_F(Hostile, WideAlternatives) {
  std::string alternatives;
  for (int i = 0; i < 5'000; ++i) {
    alternatives += (i == 0 ? R"({"const":)" : R"(,{"const":)") + std::to_string(i) + "}";
  }
  const SchemaPtr schema = compiled(R"({"items":{"anyOf":[)" + alternatives + "]}}");
  expect_too_much_work(*schema, json("[4999" + repeat(",4999", 20'000) + "]"));
}

TEST_F(Hostile, ManyPatternsTimesManyFields) {
  std::string patterns;
  for (int i = 0; i < 500; ++i) patterns += (i == 0 ? "\"p" : ",\"p") + std::to_string(i) + "x\":true";
  std::string fields;
  for (int i = 0; i < 50'000; ++i) fields += (i == 0 ? "\"f" : ",\"f") + std::to_string(i) + "\":1";
  expect_too_much_work(*compiled(R"({"patternProperties":{)" + patterns + "}}"), json("{" + fields + "}"));
}

TEST_F(Hostile, ManyLargeEqualItems) {
  const std::string item = "[" + repeat("1,", 200) + "1]";
  const SchemaPtr schema = compiled(R"({"uniqueItems":true})");
  EXPECT_FALSE(is_valid(*schema, json("[" + repeat(item + ",", 2'000) + item + "]")));
}

TEST_F(Hostile, ManyDifferentItems) {
  std::string items = "[";
  for (int i = 0; i < 100'000; ++i) items += (i == 0 ? "" : ",") + std::to_string(i);
  EXPECT_TRUE(is_valid(*compiled(R"({"uniqueItems":true})"), json(items + "]")));
}

// 2^53 and 2^53 + 1 have one nearest double, and so one hash.
TEST_F(Hostile, DifferentItemsWithOneHash) {
  std::string items = "[";
  for (int i = 0; i < 50'000; ++i)
    items +=
        (i == 0 ? "" : ",") + std::to_string(18'446'744'073'709'551'000u - static_cast<unsigned>(i) % 900);
  EXPECT_FALSE(is_valid(*compiled(R"({"uniqueItems":true})"), json(items + "]")));
}

TEST_F(Hostile, LongTextsForEachFormat) {
  for (const char* format :
       {"date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference",
        "uri-template", "uuid", "json-pointer", "relative-json-pointer", "regex"}) {
    const SchemaPtr schema = compiled(R"({"format":")" + std::string(format) + "\"}");
    for (const char* piece : {"a", "1", ":", "/", "{a}", "P1Y", "a.", "@", "(", "[", "~0", "%41"}) {
      is_valid(*schema, json('"' + repeat(piece, 100'000) + '"'));
    }
  }
}

}  // namespace
}  // namespace runledger::schema
