#include <gmock/gmock.h>

#include "tests/workflow/schema/schema_fixture.hpp"

namespace runledger::schema {
namespace {

using testing::HasSubstr;

TEST(Compile, NamesThePlaceAndTheReason) {
  EXPECT_THAT(compile_error(R"({"properties":{"a":{"type":"strin"}}})"),
              HasSubstr(R"(at /properties/a/type: "strin" is not a type; the types are null)"));
  EXPECT_THAT(compile_error(R"(7)"), HasSubstr("at the root: a schema is an object, true or false"));
  EXPECT_THAT(compile_error(R"({"properties":{"a/b":5}})"), HasSubstr("at /properties/a~1b: a schema is"));
  EXPECT_THAT(compile_error(R"({"items":{"minimum":"1"}})"),
              HasSubstr("at /items/minimum: must be a number"));
  EXPECT_THAT(compile_error(R"({"allOf":[]})"),
              HasSubstr("at /allOf: must be a list of at least one schema"));
  EXPECT_THAT(compile_error(R"({"items":[{}]})"), HasSubstr("prefixItems"));
}

TEST(Compile, RefusesValuesOfTheWrongType) {
  for (const char* schema : {R"({"type":[]})",
                             R"({"type":5})",
                             R"({"enum":"a"})",
                             R"({"multipleOf":0})",
                             R"({"multipleOf":-1})",
                             R"({"maxLength":-1})",
                             R"({"maxLength":1.5})",
                             R"({"minItems":"1"})",
                             R"({"pattern":5})",
                             R"({"format":5})",
                             R"({"uniqueItems":"yes"})",
                             R"({"required":"a"})",
                             R"({"required":[1]})",
                             R"({"dependentRequired":{"a":"b"}})",
                             R"({"$ref":1})",
                             R"({"$id":1})",
                             R"({"$id":"a#b"})",
                             R"({"$anchor":"1a"})",
                             R"({"$dynamicAnchor":""})",
                             R"({"properties":[]})",
                             R"({"anyOf":{}})",
                             R"({"not":1})",
                             R"({"minContains":-1,"contains":true})",
                             R"({"$defs":{"a":null}})",
                             R"({"additionalProperties":"no"})",
                             R"({"if":[]})",
                             R"({"$schema":3})"}) {
    EXPECT_THAT(compile_error(schema), HasSubstr("schema, at ")) << schema;
  }
}

TEST(Compile, RefusesReferencesThatLeadNowhere) {
  EXPECT_THAT(compile_error(R"({"$ref":"#/$defs/a"})"), HasSubstr("at /$ref: '#/$defs/a' leads nowhere"));
  EXPECT_THAT(compile_error(R"({"$ref":"#missing"})"), HasSubstr("leads nowhere"));
  EXPECT_THAT(compile_error(R"({"$ref":"other.json"})"), HasSubstr("leads nowhere"));
  EXPECT_THAT(compile_error(R"({"$ref":"https://example.com/a.json"})"), HasSubstr("leads nowhere"));
  EXPECT_THAT(compile_error(R"({"$ref":"#/%zz"})"), HasSubstr("leads nowhere"));
}

TEST(Compile, RefusesTheSameNameTwice) {
  EXPECT_THAT(compile_error(R"({"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}})"),
              HasSubstr("stands twice"));
  EXPECT_THAT(compile_error(R"({"$defs":{"a":{"$id":"https://x/y"},"b":{"$id":"https://x/y"}}})"),
              HasSubstr("stands for two schemas"));
}

TEST(Compile, RefusesReferencesThatNeverGoDown) {
  EXPECT_THAT(compile_error(R"({"$ref":"#"})"), HasSubstr("never end"));
  EXPECT_THAT(
      compile_error(R"({"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"not":{"$ref":"#"}}]}}})"),
      HasSubstr("never end"));
  EXPECT_THAT(compile_error(R"({"if":true,"then":{"dependentSchemas":{"a":{"$ref":"#"}}}})"),
              HasSubstr("never end"));
  EXPECT_EQ(compile_error(R"({"properties":{"next":{"$ref":"#"}},"items":{"$ref":"#"}})"), "compiles");
}

TEST(Compile, RefusesOtherDraftsByName) {
  EXPECT_THAT(compile_error(R"({"$schema":"http://json-schema.org/draft-07/schema#"})"),
              HasSubstr("'http://json-schema.org/draft-07/schema' is not supported; only draft 2020-12 is"));
  EXPECT_EQ(compile_error(R"({"$schema":"https://json-schema.org/draft/2020-12/schema"})"), "compiles");
  EXPECT_EQ(compile_error(R"({"$schema":"https://json-schema.org/draft/2020-12/schema#"})"), "compiles");
}

TEST(Compile, SaysWhyAPatternCannotBeUsed) {
  EXPECT_THAT(compile_error(R"j({"pattern":"a(?=b)"})j"), HasSubstr("uses look-ahead"));
  EXPECT_THAT(compile_error(R"j({"pattern":"(a)\\1"})j"), HasSubstr("uses a back-reference"));
  EXPECT_THAT(compile_error(R"j({"pattern":"(a"})j"), HasSubstr("missing )"));
  EXPECT_THAT(compile_error(R"j({"patternProperties":{"[":true}})j"),
              HasSubstr("at /patternProperties: the pattern '[' is not a regular expression"));
  EXPECT_THAT(compile_error(R"j({"pattern":"((a{1000}){1000}){1000}"})j"), HasSubstr("cannot be used"));
}

TEST(Compile, BoundsSubschemasAndPatterns) {
  CompileOptions few;
  few.max_subschemas = 3;
  const auto many = compile(json(R"({"properties":{"a":{},"b":{},"c":{}}})"), few);
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().code, Errc::limit_exceeded);
  few = {};
  few.max_patterns = 1;
  const auto patterns = compile(json(R"({"patternProperties":{"a":{},"b":{}}})"), few);
  ASSERT_FALSE(patterns);
  EXPECT_EQ(patterns.error().code, Errc::limit_exceeded);
}

TEST(Compile, AsksTheResolverOnlyForWhatItDoesNotHave) {
  std::vector<std::string> asked;
  CompileOptions options;
  options.resolver = [&](const std::string& uri) -> std::optional<Json> {
    asked.push_back(uri);
    if (uri != "https://example.com/item.json") return std::nullopt;
    return json(R"({"$defs":{"id":{"type":"integer"}},"$ref":"#/$defs/id"})");
  };
  options.base_uri = "https://example.com/order.json";
  const auto schema = compile(
      json(
          R"({"properties":{"a":{"$ref":"item.json"},"b":{"$ref":"item.json#/$defs/id"},"c":{"$ref":"#/$defs/c"}},
               "$defs":{"c":{"$ref":"https://json-schema.org/draft/2020-12/schema"}}})"),
      options);
  ASSERT_TRUE(schema) << schema.error().message;
  EXPECT_THAT(asked, testing::ElementsAre("https://example.com/item.json"));
  EXPECT_TRUE(is_valid(**schema, json(R"({"a":1,"b":2,"c":{"type":"string"}})")));
  EXPECT_FALSE(is_valid(**schema, json(R"({"a":"1"})")));
  EXPECT_FALSE(is_valid(**schema, json(R"({"c":{"type":"text"}})")));
}

TEST(Compile, NamesTheRemoteDocumentOfAnError) {
  CompileOptions options;
  options.resolver = [](const std::string&) -> std::optional<Json> {
    return json(R"({"items":{"type":"text"}})");
  };
  const auto schema = compile(json(R"({"$ref":"https://example.com/a.json"})"), options);
  ASSERT_FALSE(schema);
  EXPECT_THAT(schema.error().message,
              HasSubstr("at https://example.com/a.json#/items/type: \"text\" is not a type"));
}

TEST(Compile, KeepsNothingOfItsArgument) {
  SchemaPtr schema;
  {
    const Json temporary = json(R"({"properties":{"kind":{"const":"a rather long constant string value"}}})");
    schema = *compile(temporary);
  }
  EXPECT_TRUE(is_valid(*schema, json(R"({"kind":"a rather long constant string value"})")));
  EXPECT_FALSE(is_valid(*schema, json(R"({"kind":"b"})")));
}

}  // namespace
}  // namespace runledger::schema
