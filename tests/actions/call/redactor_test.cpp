#include "actions/call/redactor.hpp"

#include <gtest/gtest.h>

#include "actions/call/encodings.hpp"
#include "actions/call/outcome.hpp"

namespace runledger::actions {
namespace {

TEST(RedactorTexts, TakesOutEveryFormOfASecret) {
  Redactor redactor;
  redactor.add("p\"ss wörd");
  EXPECT_EQ(redactor.clean(std::string("a p\"ss wörd b")), "a [redacted] b");
  EXPECT_EQ(redactor.clean("x=" + percent_encode("p\"ss wörd")), "x=[redacted]");
  EXPECT_EQ(redactor.clean("x=" + to_base64("p\"ss wörd")), "x=[redacted]");
  EXPECT_EQ(redactor.clean(std::string("{\"x\":\"p\\\"ss wörd\"}")), "{\"x\":\"[redacted]\"}");
  EXPECT_TRUE(redactor.occurs_in("..p\"ss wörd.."));
}

TEST(RedactorTexts, TakesOutTheLongerSecretFirst) {
  Redactor redactor;
  redactor.add("abc");
  redactor.add("abcdef");
  EXPECT_EQ(redactor.clean(std::string("abcdef abc")), "[redacted] [redacted]");
}

TEST(RedactorTexts, IgnoresEmptySecretsAndEndsOnOddOnes) {
  Redactor redactor;
  redactor.add("");
  EXPECT_TRUE(redactor.empty());
  redactor.add("e");
  redactor.add("redacted");
  EXPECT_EQ(redactor.clean(std::string("e")).find("e]e"), std::string::npos);
}

TEST(RedactorTexts, TakesOutOverlappingSecretsWithoutARemainder) {
  Redactor redactor;
  redactor.add("abcd");
  redactor.add("cdefgh");
  EXPECT_EQ(redactor.clean(std::string("x abcdefgh y abcd")), "x [redacted] y [redacted]");
}

TEST(RedactorTexts, LooksForNoSecretInWhatStandsForAnother) {
  Redactor redactor;
  redactor.add("hush-hush");
  redactor.add("redacted");
  EXPECT_EQ(redactor.clean(std::string("a hush-hush b")), "a [redacted] b");
}

TEST(RedactorTexts, TakesOutAShortSecretOnlyWhereItStandsAlone) {
  Redactor redactor;
  redactor.add("e");
  EXPECT_EQ(redactor.clean(std::string("the e-mail: e, E")), "the [redacted]-mail: [redacted], E");
  EXPECT_TRUE(redactor.occurs_in("key=e&x=1"));
  EXPECT_FALSE(redactor.occurs_in("every"));
}

TEST(RedactorTexts, KnowsASecretThatBecameAHostName) {
  Redactor redactor;
  redactor.add("Tenant-4F1c");
  EXPECT_EQ(redactor.clean(std::string("Could not resolve host: tenant-4f1c.example.com")),
            "Could not resolve host: [redacted].example.com");
}

TEST(RedactorOutcomes, CleansNamesStringsAndNumbers) {
  Redactor redactor;
  redactor.add("4711");
  const Json result = parse_json(R"({"pin 4711":[4711,47110,"x4711",true,null]})").value();
  const auto outcome = redactor.clean(succeeded(result));
  EXPECT_EQ(*std::get<run::Succeeded>(outcome).result,
            parse_json(R"({"pin [redacted]":["[redacted]",47110,"x[redacted]",true,null]})").value());
}

TEST(RedactorOutcomes, CleansErrorsAndUnknowns) {
  Redactor redactor;
  redactor.add("hush");
  const auto error = redactor.clean(failed("t", 500, "hush", "hush!", share(Json("hush?"))));
  EXPECT_EQ(std::get<run::Failed>(error).error.title, "[redacted]");
  EXPECT_EQ(std::get<run::Failed>(error).error.detail, "[redacted]!");
  EXPECT_EQ(*std::get<run::Failed>(error).error.response, Json("[redacted]?"));
  const auto unknown = redactor.clean(run::OutcomeUnknown{"hush"});
  EXPECT_EQ(std::get<run::OutcomeUnknown>(unknown).detail, "[redacted]");
}

TEST(Encodings, AreTheStandardOnes) {
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(percent_encode("a-b_c.d~e/ü "), "a-b_c.d~e%2F%C3%BC%20");
  EXPECT_EQ(shorten("aäb", 2), "a...");
  EXPECT_EQ(shorten("ab", 2), "ab");
}

TEST(Encodings, ReplaceWhatIsNotUtf8) {
  EXPECT_EQ(to_valid_utf8("Zoë \xF0\x9F\x98\x80"), "Zoë \xF0\x9F\x98\x80");
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(to_valid_utf8("\x80"), bad);
  EXPECT_EQ(to_valid_utf8(std::string_view("\0", 1)), bad);
  EXPECT_EQ(to_valid_utf8("\xC3"), bad);
  EXPECT_EQ(to_valid_utf8("\xC0\x80"), bad + bad);
  EXPECT_EQ(to_valid_utf8("\xED\xA0\x80"), bad + bad + bad);
  EXPECT_EQ(to_valid_utf8("\xF4\x90\x80\x80"), bad + bad + bad + bad);
  EXPECT_EQ(to_valid_utf8("\xE0\x80\x80x"), bad + bad + bad + "x");
}

}  // namespace
}  // namespace runledger::actions
