#include <gmock/gmock.h>

#include <thread>

#include "tests/workflow/schema/schema_fixture.hpp"

namespace runledger::schema {
namespace {

using testing::ElementsAre;

TEST(Violations, TellPeopleWhatIsWrong) {
  EXPECT_THAT(violations_of(R"({"type":"string"})", "1"),
              ElementsAre(" | /type | expected string, found integer"));
  EXPECT_THAT(violations_of(R"({"type":["string","null"]})", "1.5"),
              ElementsAre(" | /type | expected string or null, found number"));
  EXPECT_THAT(violations_of(R"({"required":["email","name"]})", "{}"),
              ElementsAre(" | /required | the required field 'email' is missing",
                          " | /required | the required field 'name' is missing"));
  EXPECT_THAT(violations_of(R"({"minimum":1})", "0"), ElementsAre(" | /minimum | must be at least 1"));
  EXPECT_THAT(violations_of(R"({"exclusiveMaximum":2.5})", "2.5"),
              ElementsAre(" | /exclusiveMaximum | must be less than 2.5"));
  EXPECT_THAT(violations_of(R"({"multipleOf":0.01})", "0.005"),
              ElementsAre(" | /multipleOf | must be a multiple of 0.01"));
  EXPECT_THAT(violations_of(R"({"maxLength":1})", R"("äöü")"),
              ElementsAre(" | /maxLength | must have at most 1 character, has 3"));
  EXPECT_THAT(violations_of(R"({"minItems":2})", "[1]"),
              ElementsAre(" | /minItems | must have at least 2 items, has 1"));
  EXPECT_THAT(violations_of(R"({"enum":["a",1]})", "2"), ElementsAre(R"( | /enum | must be one of "a", 1)"));
  EXPECT_THAT(violations_of(R"({"const":{"a":1}})", "2"), ElementsAre(R"( | /const | must be {"a":1})"));
  EXPECT_THAT(violations_of(R"({"format":"email"})", R"("x")"),
              ElementsAre(" | /format | must be an e-mail address"));
  EXPECT_THAT(violations_of(R"({"pattern":"^a"})", R"("x")"),
              ElementsAre(" | /pattern | must match the pattern ^a"));
  EXPECT_THAT(violations_of(R"({"uniqueItems":true})", "[1,2,1.0]"),
              ElementsAre(" | /uniqueItems | the items 0 and 2 are equal; all must differ"));
  EXPECT_THAT(violations_of(R"({"not":{}})", "1"),
              ElementsAre(" | /not | must not match the schema under \"not\""));
  EXPECT_THAT(violations_of("false", "1"), ElementsAre(" |  | no value is allowed here"));
  EXPECT_THAT(violations_of(R"({"contains":{"type":"null"}})", "[1]"),
              ElementsAre(" | /contains | must contain at least 1 matching item, contains 0"));
}

TEST(Violations, PointIntoDocumentAndSchema) {
  constexpr std::string_view kSchema = R"({
    "properties": {"items": {"type": "array", "items": {"$ref": "#/$defs/item"}}, "a/b": {"type": "null"}},
    "additionalProperties": false,
    "$defs": {"item": {"allOf": [{"properties": {"n": {"minimum": 1}}}]}}})";
  EXPECT_THAT(
      violations_of(kSchema, R"({"items": [{"n": 1}, {"n": 0}], "a/b": 1, "other": 2})"),
      ElementsAre(
          "/items/1/n | /properties/items/items/$ref/allOf/0/properties/n/minimum | must be at least 1",
          "/a~1b | /properties/a~1b/type | expected null, found integer",
          "/other | /additionalProperties | this field is not allowed"));
}

TEST(Violations, NameTheirKeyword) {
  const auto violations =
      validate(*compiled(R"({"properties":{"a":{"maximum":1}},"additionalProperties":false})"),
               json(R"({"a":2,"b":3})"));
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].keyword, "maximum");
  EXPECT_EQ(violations[1].keyword, "additionalProperties");
}

TEST(Violations, ExplainTheNearestAlternative) {
  EXPECT_THAT(
      violations_of(R"({"anyOf":[{"type":"null"},{"properties":{"zip":{"minLength":5}}}]})",
                    R"({"zip":"1"})"),
      ElementsAre(
          " | /anyOf | must match at least one of 2 alternatives; the nearest fails at '/zip': must have "
          "at least 5 characters, has 1"));
  EXPECT_THAT(violations_of(R"({"oneOf":[{"type":"integer"},{"minimum":2},true]})", "3"),
              ElementsAre(" | /oneOf | must match exactly one of 3 alternatives, matches those at 0 and 1"));
}

TEST(Violations, StopAtTheLimit) {
  std::string many = "[";
  for (int i = 0; i < 200; ++i) many += i == 0 ? "\"x\"" : ",\"x\"";
  many += "]";
  ValidateOptions options;
  EXPECT_EQ(violations_of(R"({"items":{"type":"integer"}})", many).size(), 50u);
  options.max_violations = 3;
  EXPECT_EQ(violations_of(R"({"items":{"type":"integer"}})", many, options).size(), 3u);
  options.max_violations = 0;
  EXPECT_EQ(violations_of(R"({"items":{"type":"integer"}})", many, options).size(), 1u);
}

TEST(Violations, QuoteOnlyTheBeginningOfLongValues) {
  const std::string long_name(5'000, 'n');
  const auto found =
      violations_of(R"({"required":[")" + long_name + R"("],"const":")" + long_name + R"("})", "{}");
  ASSERT_EQ(found.size(), 2u);
  for (const auto& line : found) EXPECT_LT(line.size(), 200u);
}

TEST(Formats, AreAssertedUnlessToldOtherwise) {
  ValidateOptions annotate;
  annotate.assert_formats = false;
  EXPECT_EQ(violations_of(R"({"format":"ipv4"})", R"("x")").size(), 1u);
  EXPECT_THAT(violations_of(R"({"format":"ipv4"})", R"("x")", annotate), ElementsAre());
  EXPECT_THAT(violations_of(R"({"format":"something-new"})", R"("x")"), ElementsAre());
}

TEST(Numbers, AreComparedExactly) {
  EXPECT_FALSE(accepts(R"({"maximum":9007199254740992})", "9007199254740993"));
  EXPECT_FALSE(accepts(R"({"maximum":9007199254740992.0})", "9007199254740993"));
  EXPECT_TRUE(accepts(R"({"minimum":18446744073709551615})", "18446744073709551615"));
  EXPECT_TRUE(accepts(R"({"multipleOf":0.01})", "19.99"));
  EXPECT_TRUE(accepts(R"({"type":"integer"})", "1e300"));
  EXPECT_FALSE(accepts(R"({"enum":[9007199254740992]})", "9007199254740993"));
}

TEST(Unevaluated, SeesThroughMoreMembersThanFitInline) {
  std::string members;
  for (int i = 0; i < 400; ++i) members += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
  constexpr std::string_view kSchema =
      R"({"allOf":[{"patternProperties":{"^k[0-9]+$":true}}],"unevaluatedProperties":false})";
  EXPECT_TRUE(accepts(kSchema, "{" + members + "}"));
  EXPECT_THAT(violations_of(kSchema, "{" + members + ",\"x\":1}"),
              ElementsAre("/x | /unevaluatedProperties | this field is not allowed"));
}

TEST(Schema, IsSharedByThreads) {
  const SchemaPtr schema = compiled(R"({"properties":{"a":{"pattern":"^(x|y)+$"},"b":{"$ref":"#"}}})");
  const Json good = json(R"({"a":"xyxy","b":{"a":"y"}})");
  const Json bad = json(R"({"a":"xyxy","b":{"a":"z"}})");
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (auto& mine : wrong) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) mine += !is_valid(*schema, good) + (validate(*schema, bad).size() != 1);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace runledger::schema
