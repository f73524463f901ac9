#include "workflow/definition/source_document.hpp"

#include <gtest/gtest.h>

namespace runledger::definition {
namespace {

std::string json_of(std::string_view text) {
  const auto document = read_document(text);
  if (document.ok) return write_json(document.value);
  return document.diagnostics.empty() ? "?" : document.diagnostics.back().text();
}

std::string refusal(std::string_view text, const SourceLimits& limits = {}) {
  const auto document = read_document(text, limits);
  EXPECT_FALSE(document.ok) << text;
  EXPECT_EQ(document.diagnostics.size(), 1u);
  return document.diagnostics.empty() ? "" : document.diagnostics.back().text();
}

void expect_has(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST(SourceDocument, ReadsYamlAndJsonAlike) {
  EXPECT_EQ(json_of("a: 1\nb: [x, 'y', \"z\"]\nc:\n  d: |\n    two\n    lines\n"),
            R"({"a":1,"b":["x","y","z"],"c":{"d":"two\nlines\n"}})");
  EXPECT_EQ(json_of(R"({"a":1,"b":["x",0.1,18446744073709551615],"c":"\ud83d\ude00\/"})"),
            "{\"a\":1,\"b\":[\"x\",0.1,18446744073709551615],\"c\":\"\xF0\x9F\x98\x80/\"}");
  EXPECT_EQ(json_of("{a: 1, # with a comment\n 'b': 2}"), R"({"a":1,"b":2})");
  EXPECT_EQ(json_of("\xEF\xBB\xBF"
                    "a: 1"),
            R"({"a":1})");
}

TEST(SourceDocument, FindsTheSamePlacesInYamlAndJson) {
  const std::string json = "{\n  \"a\": {\n    \"b\": [10, {\"c/d\": \"\\\"x\"}]\n  }\n}";
  for (const auto& text : {json, "# YAML\n" + json}) {
    const auto document = read_document(text);
    ASSERT_TRUE(document.ok);
    const auto shift = text.starts_with("#") ? 1u : 0u;
    const auto key = document.sources.key_at(document.value, "/a/b/1/c~1d");
    EXPECT_EQ(key.line, 3u + shift);
    EXPECT_EQ(key.column, 16u);
    const auto value = document.sources.value_at(document.value, "/a/b/1/c~1d");
    EXPECT_EQ(value.column, 23u);
    EXPECT_EQ(document.sources.value_at(document.value, "/a/b/0").column, 11u);
    EXPECT_EQ(document.sources.value_at(document.value, "/a/b/99").column, 10u);  // the nearest that exists
  }
}

TEST(SourceDocument, CountsColumnsInCharacters) {
  const auto document = read_document("{\"\xC3\xA4\xC3\xB6\": 1, \"b\": 2}");
  ASSERT_TRUE(document.ok);
  EXPECT_EQ(document.sources.key_at(document.value, "/b").column, 11u);
}

TEST(SourceDocument, ExpandsAliases) {
  EXPECT_EQ(json_of("a: &x {n: [1]}\nb: *x\nc: [*x, &y 2, *y]"),
            R"({"a":{"n":[1]},"b":{"n":[1]},"c":[{"n":[1]},2,2]})");
}

TEST(SourceDocument, AcceptsCoreTagsThatFit) {
  EXPECT_EQ(json_of("a: !!str 12\nb: !!int 12\nc: !!map {}\nd: !!seq []\ne: ! 12"),
            R"({"a":"12","b":12,"c":{},"d":[],"e":"12"})");
}

TEST(SourceDocument, RefusesWhatIsNoDefinition) {
  expect_has(refusal(""), "1:1: error: the definition is empty");
  expect_has(refusal("# only a comment\n"), "empty");
  expect_has(refusal("a: 1\n---\nb: 2\n"), "2:1: error: a second YAML document");
  expect_has(refusal("a: 1\nb: 2\na: 3\n"), "3:1: error: the key `a` stands twice");
  expect_has(refusal("{\"a\": 1,\n\"a\": 2}"), "2:1: error: the key `a` stands twice");
  expect_has(refusal("a:\n  1: x\n"), "2:3: error: the key `1` is not a string: quote it, \"1\"");
  expect_has(refusal("true: x\n"), "the key `true` is not a string");
  expect_has(refusal("? [a]\n: x\n"), "a key must be a string");
  expect_has(refusal("a: &x {b: 1}\nc:\n  <<: *x\n"), "3:3: error: merge keys");
  expect_has(refusal("a: !own x\n"), "1:4: error: the tag `!own`");
  expect_has(refusal("a: !!int x\n"), "the tag");
  expect_has(refusal("a: !!binary aGk=\n"), "the tag");
  expect_has(refusal("a: *nowhere\n"), "the alias `*nowhere` names no anchor");
  expect_has(refusal("a: &a [*a]\n"), "names no anchor");
  expect_has(refusal("a: 0x10\n"), "1:4: error: `0x10`");
}

TEST(SourceDocument, SaysToQuoteAnExpressionThatIsNoYaml) {
  expect_has(refusal("a: ${ .x: 1 }\n"), "quote the expression");
  expect_has(refusal("a: {b: ${ .c }}\n"), "quote the expression");
  expect_has(refusal("a: @base64\n"), "quote the expression");
}

TEST(SourceDocument, RefusesBytesThatAreNoText) {
  expect_has(refusal(std::string("a: x\nb: \0y", 10)), "2:4: error: not valid YAML");
  expect_has(refusal("a: \"\\0\""), "NUL");
  expect_has(refusal("{\"a\": \"\\u0000\"}"), "NUL");
  expect_has(refusal("{\"a\\u0000\": 1}"), "NUL");
  expect_has(refusal("a: \xff\xfe\n"), "not valid YAML");
  expect_has(refusal("a: \xC0\xAF\n"), "not valid YAML");
  expect_has(refusal(std::string("\xFF\xFE"
                                 "a\0:\0 \0b\0",
                                 10)),
             "not valid YAML");  // UTF-16
  expect_has(refusal("{\"a\": \"\\ud800\"}"), "error");
}

TEST(SourceDocument, BoundsSizeAndDepth) {
  SourceLimits limits;
  limits.max_bytes = 10;
  expect_has(refusal("a: 12345678", limits), "at most 10");
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(read_document(nested(64)).ok);
  expect_has(refusal(nested(65)), "nested deeper than 64 levels");
  expect_has(refusal(std::string(500'000, '[')), "nested deeper");
  EXPECT_TRUE(read_document("{\"a\":" + nested(63) + "}").ok);
  expect_has(refusal("{\"a\":" + nested(64) + "}"), "nested deeper");
  limits = {};
  limits.max_nodes = 3;
  expect_has(refusal("[1, 2, 3]", limits), "more than 3 values");
  expect_has(refusal("{\"a\": [1, 2]}", limits), "at most 3");
}

TEST(SourceDocument, BoundsKeys) {
  const std::string key(1025, 'k');
  expect_has(refusal("{\"" + key + "\": 1}"), "a key has more than 1024 bytes");
  expect_has(refusal("? " + key + "\n: 1\n"), "a key has more than 1024 bytes");
}

TEST(SourceDocument, BoundsWhatAliasesExpandTo) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const auto last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int j = 1; j < 10; ++j) bomb += ", " + last;
    bomb += "]\n";
  }
  expect_has(refusal(bomb), "aliases written out");

  std::string text_bomb = "a: &a " + std::string(100'000, 'x') + "\nb: [";
  for (int i = 0; i < 100; ++i) text_bomb += "*a, ";
  expect_has(refusal(text_bomb + "]\n"), "aliases written out");

  // Each alias adds the depth of what it names.
  std::string deep = "a0: &a0 " + std::string(30, '[') + std::string(30, ']') + "\n";
  for (int i = 1; i < 4; ++i) {
    deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " " + std::string(30, '[') + "*a" +
            std::to_string(i - 1) + std::string(30, ']') + "\n";
  }
  expect_has(refusal(deep), "nested deeper than 64 levels");
}

}  // namespace
}  // namespace runledger::definition
