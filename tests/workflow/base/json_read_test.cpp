#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <cstdlib>
#include <random>

#include "workflow/base/json.hpp"

namespace runledger {
namespace {

using testing::HasSubstr;

Json read(std::string_view text) {
  auto parsed = parse_json(text);
  if (!parsed) ADD_FAILURE() << text << ": " << parsed.error().message;
  return parsed ? std::move(*parsed) : Json();
}

std::string problem(std::string_view text) {
  const auto parsed = parse_json(text);
  return parsed ? "accepted" : parsed.error().message;
}

TEST(ParseJson, ReadsEveryKind) {
  const Json document = read(R"( {"a":[null,true,false,"x\u00e9\n",-1,18446744073709551615,1.5],"b":{}} )");
  const auto& list = document.get_object().at("a").get_array();
  EXPECT_TRUE(list[0].is_null());
  EXPECT_TRUE(list[1].get_bool());
  EXPECT_EQ(list[3].get_string(), "x\u00e9\n");
  EXPECT_EQ(list[4].get_int64(), -1);
  EXPECT_EQ(list[5].get_uint64(), UINT64_MAX);
  EXPECT_EQ(list[6].get_double(), 1.5);
}

TEST(ParseJson, RoundsNumbersCorrectly) {
  EXPECT_EQ(read("333333333.33333329").get_double(), 333333333.33333329);
  EXPECT_EQ(read("2.2250738585072011e-308").get_double(), 2.2250738585072011e-308);
  EXPECT_EQ(read("9007199254740993.0").get_double(), 9007199254740992.0);
  constexpr std::uint64_t kSeed = 42;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  std::uniform_int_distribution<int> exponent(-300, 300);
  for (int i = 0; i < 5'000; ++i) {
    const std::string text = std::to_string(random()) + "." + std::to_string(random()) + "e" +
                             std::to_string(exponent(random) / (i % 2 + 1));
    const double expected = std::strtod(text.c_str(), nullptr);
    if (!std::isfinite(expected)) continue;
    ASSERT_EQ(read(text).get_double(), expected) << text;
  }
}

TEST(ParseJson, RefusesNumbersThatItCannotHold) {
  EXPECT_THAT(problem("18446744073709551616"), HasSubstr("needs more than 64 bits; send it as a string"));
  EXPECT_THAT(problem("-9223372036854775809"), HasSubstr("needs more than 64 bits"));
  EXPECT_THAT(problem("1E400"), HasSubstr("out of a double's range"));
  EXPECT_THAT(problem("-1e309"), HasSubstr("out of a double's range"));
  EXPECT_NE(problem("1e99999999999999999999"), "accepted");
  EXPECT_THAT(problem("1" + std::string(500, '0') + "e-100"), HasSubstr("out of a double's range"));
  EXPECT_THAT(problem("1" + std::string(500, '0') + ".5"), HasSubstr("out of a double's range"));
}

TEST(ParseJson, RoundsWhatIsTooSmallToZero) {
  EXPECT_EQ(read("1e-400").get_double(), 0);
  EXPECT_EQ(read("-1e-400").get_double(), 0);
  EXPECT_EQ(read("0." + std::string(400, '0') + "1").get_double(), 0);
  EXPECT_EQ(read("0." + std::string(400, '0') + "1e-5").get_double(), 0);
  EXPECT_EQ(read("0e999999").get_double(), 0);
  EXPECT_EQ(read("4.9e-324").get_double(), 4.9e-324);
}

TEST(ParseJson, RefusesWhatPostgresqlCannotKeep) {
  EXPECT_THAT(problem(R"(["a\u0000b"])"), HasSubstr("a string contains the NUL character"));
  EXPECT_THAT(problem(R"({"a\u0000b":1})"), HasSubstr("a key contains the NUL character"));
  EXPECT_NE(problem(R"("\ud800")"), "accepted");
  EXPECT_NE(problem(R"("\udc00")"), "accepted");
  EXPECT_NE(problem(R"("\ud800\u0041")"), "accepted");
  EXPECT_NE(problem("\"\xff\""), "accepted");
  EXPECT_NE(problem("\"\xc0\x80\""), "accepted");
  EXPECT_NE(problem("\"\xed\xa0\x80\""), "accepted");
}

TEST(ParseJson, RefusesDuplicateKeys) {
  EXPECT_THAT(problem(R"({"a":1,"b":{"a":2},"a":3})"), HasSubstr("the key 'a' stands twice in one object"));
  EXPECT_THAT(problem(R"({"a":1,"\u0061":3})"), HasSubstr("the key 'a' stands twice"));
  EXPECT_EQ(problem(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]})"), "accepted");
}

TEST(ParseJson, SaysWhereTheMistakeIs) {
  EXPECT_THAT(problem("{\n  \"a\": 1,\n  \"b\": tru\n}"), HasSubstr("line 3, column"));
  EXPECT_THAT(problem(""), HasSubstr("empty"));
  EXPECT_THAT(problem(" \n"), HasSubstr("empty"));
  EXPECT_THAT(problem("{} x"), HasSubstr("more text follows at line 1, column 4 (byte 3)"));
  EXPECT_THAT(problem("[1"), HasSubstr("not valid JSON at line 1"));
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  for (const char* text : {"[1,]", "{a:1}", "'a'", "NaN", "Infinity", "01", "+1", ".5", "1.", "// c\n1",
                           "[1 2]", "\"\n\"", "nul", "{\"a\" 1}", "]", "\xEF\xBB\xBF{}"}) {
    EXPECT_NE(problem(text), "accepted") << text;
  }
}

TEST(ParseJson, BoundsDepthAndSize) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(problem(nested(64)), "accepted");
  const auto deep = parse_json(nested(65));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().code, Errc::limit_exceeded);
  EXPECT_EQ(parse_json(std::string(1'000'000, '[')).error().code, Errc::limit_exceeded);
  const auto large = parse_json("[1,2,3]", {.max_bytes = 6});
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, Errc::limit_exceeded);
}

}  // namespace
}  // namespace runledger
