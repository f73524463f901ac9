#include <gtest/gtest.h>

#include <bit>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <random>

#include "workflow/base/json.hpp"

namespace runledger {
namespace {

std::string rewritten(std::string_view text) {
  const auto parsed = parse_json(text);
  return parsed ? write_json(*parsed) : parsed.error().message;
}

TEST(WriteJson, KeepsOrderAndKindsOfNumbers) {
  EXPECT_EQ(
      rewritten(
          R"({"b": 1, "a": [1.0, -0, 0.1, 1e30, 18446744073709551615, -9223372036854775808, null, true]})"),
      R"({"b":1,"a":[1.0,0,0.1,1e+30,18446744073709551615,-9223372036854775808,null,true]})");
  EXPECT_EQ(rewritten("{}"), "{}");
  EXPECT_EQ(rewritten("[]"), "[]");
}

TEST(WriteJson, EscapesWhatItMust) {
  EXPECT_EQ(rewritten(R"("\"\\\/\b\f\n\r\t\u0001\u001f\u007f\u00e9")"),
            "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\u00e9\"");
}

TEST(WriteJson, DoublesReadBackTheSame) {
  constexpr std::uint64_t kSeed = 3;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    const double number = std::bit_cast<double>(random());
    if (!std::isfinite(number)) continue;
    const auto back = parse_json(write_json(Json(number)));
    ASSERT_TRUE(back) << write_json(Json(number)) << ": " << back.error().message;
    ASSERT_TRUE(back->is_double()) << write_json(Json(number));
    ASSERT_EQ(std::bit_cast<std::uint64_t>(back->get_double()), std::bit_cast<std::uint64_t>(number));
  }
}

bool equal(std::string_view left, std::string_view right) {
  const bool forward = json_equal(parse_json(left).value(), parse_json(right).value());
  EXPECT_EQ(json_equal(parse_json(right).value(), parse_json(left).value()), forward);
  return forward;
}

TEST(JsonEqual, ComparesNumbersByValue) {
  EXPECT_TRUE(equal("1", "1.0"));
  EXPECT_TRUE(equal("0", "-0.0"));
  EXPECT_TRUE(equal("9223372036854775808", "9223372036854775808.0"));
  EXPECT_TRUE(equal("-9223372036854775808", "-9223372036854775808.0"));
  EXPECT_FALSE(equal("9007199254740993", "9007199254740992.0"));
  EXPECT_FALSE(equal("9223372036854775807", "9223372036854775808.0"));
  EXPECT_FALSE(equal("18446744073709551615", "18446744073709551616.0"));
  EXPECT_FALSE(equal("-1", "18446744073709551615"));
  EXPECT_FALSE(equal("1", "1.5"));
  EXPECT_TRUE(json_equal(Json(std::uint64_t{7}), Json(std::int64_t{7})));
}

TEST(JsonEqual, ComparesStructuresWithoutOrderOfKeys) {
  EXPECT_TRUE(equal(R"({"a":1,"b":[1,{"c":2.0}]})", R"({"b":[1.0,{"c":2}],"a":1})"));
  EXPECT_FALSE(equal(R"({"a":1})", R"({"b":1})"));
  EXPECT_FALSE(equal(R"({"a":1})", R"({"a":1,"b":1})"));
  EXPECT_FALSE(equal("[1,2]", "[2,1]"));
  EXPECT_FALSE(equal("[1]", "[1,1]"));
  EXPECT_FALSE(equal("\"1\"", "1"));
  EXPECT_FALSE(equal("false", "null"));
  EXPECT_FALSE(equal("0", "false"));
  EXPECT_FALSE(equal("{}", "[]"));
}

// RFC 6901 §5.
TEST(ResolvePointer, MatchesTheExamplesOfTheRfc) {
  const Json document =
      parse_json(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,
                                       "m~n":8})")
          .value();
  EXPECT_EQ(resolve_pointer(document, ""), &document);
  EXPECT_EQ(*resolve_pointer(document, "/foo/0"), "bar");
  EXPECT_EQ(*resolve_pointer(document, "/"), 0);
  EXPECT_EQ(*resolve_pointer(document, "/a~1b"), 1);
  EXPECT_EQ(*resolve_pointer(document, "/c%d"), 2);
  EXPECT_EQ(*resolve_pointer(document, "/e^f"), 3);
  EXPECT_EQ(*resolve_pointer(document, "/g|h"), 4);
  EXPECT_EQ(*resolve_pointer(document, "/i\\j"), 5);
  EXPECT_EQ(*resolve_pointer(document, "/k\"l"), 6);
  EXPECT_EQ(*resolve_pointer(document, "/ "), 7);
  EXPECT_EQ(*resolve_pointer(document, "/m~0n"), 8);
}

TEST(ResolvePointer, FindsNothingElse) {
  const Json document = parse_json(R"({"a":[1,2],"b":"text","~":3})").value();
  for (const char* pointer : {"a", "/c", "/a/2", "/a/-", "/a/-1", "/a/01", "/a/+1", "/a/", "/a/1x", "/b/0",
                              "/a/0/0", "/~", "/~2", "/a/99999999999999999999999"}) {
    EXPECT_EQ(resolve_pointer(document, pointer), nullptr) << pointer;
  }
}

TEST(PointerJoin, EscapesTokens) {
  EXPECT_EQ(pointer_join("/a", "b/c~d"), "/a/b~1c~0d");
  EXPECT_EQ(pointer_join("", std::size_t{3}), "/3");
  const Json document = parse_json(R"({"x~1/y":[5]})").value();
  EXPECT_EQ(*resolve_pointer(document, pointer_join(pointer_join("", "x~1/y"), std::size_t{0})), 5);
}

}  // namespace
}  // namespace runledger
