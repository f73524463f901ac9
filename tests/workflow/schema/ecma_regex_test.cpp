#include "workflow/schema/ecma_regex.hpp"

#include <gtest/gtest.h>

#include "workflow/schema/pattern.hpp"

namespace runledger::schema {
namespace {

using Outcome = Translation::Outcome;

bool matches(std::string_view pattern, std::string_view text) {
  const auto compiled = Pattern::compile(pattern);
  if (!compiled) ADD_FAILURE() << compiled.error().message;
  return compiled && (*compiled)->found_in(text);
}

TEST(EcmaPattern, ReadsClassesAsEcmaDoes) {
  EXPECT_TRUE(matches("^\\s$", "\u00a0"));
  EXPECT_TRUE(matches("^[\\s]$", "\ufeff"));
  EXPECT_FALSE(matches("^\\S$", "\u2028"));
  EXPECT_TRUE(matches("^[\\S]$", "x"));
  EXPECT_FALSE(matches("^[\\S]$", "\u3000"));
  EXPECT_FALSE(matches("^\\d$", "\u0663"));
  EXPECT_FALSE(matches("^\\w$", "\u00e9"));
  EXPECT_TRUE(matches("^[[]$", "["));
  EXPECT_TRUE(matches("^[[:alpha:]+$", "[:a"));
  EXPECT_FALSE(matches("^[[:alpha:]+$", "z"));
  EXPECT_FALSE(matches("[]", "anything"));
  EXPECT_TRUE(matches("^[^]$", "\n"));
  EXPECT_TRUE(matches("^[\\b]$", "\b"));
  EXPECT_TRUE(matches("^[\\w-.]+$", "a-b.c"));
}

TEST(EcmaPattern, ReadsDotAndAnchorsAsEcmaDoes) {
  EXPECT_FALSE(matches("^.$", "\n"));
  EXPECT_FALSE(matches("^.$", "\r"));
  EXPECT_FALSE(matches("^.$", "\u2029"));
  EXPECT_TRUE(matches("^.$", "\U0001F432"));
  EXPECT_FALSE(matches("^abc$", "abc\n"));
  EXPECT_FALSE(matches("^b$", "a\nb"));
}

TEST(EcmaPattern, ReadsEscapes) {
  EXPECT_TRUE(matches("^\\u0041\\x42\\u{43}$", "ABC"));
  EXPECT_TRUE(matches("^\\ud83d\\udc32+$", "\U0001F432\U0001F432"));
  EXPECT_TRUE(matches("^\\cJ$", "\n"));
  EXPECT_TRUE(matches("^\\/\\-\\@\\.$", "/-@."));
  EXPECT_TRUE(matches("^\\0$", std::string_view("\0", 1)));
  EXPECT_TRUE(matches("^(?<year>[0-9]{4})-(?:x)$", "2026-x"));
}

TEST(EcmaPattern, KnowsUnicodeProperties) {
  EXPECT_TRUE(matches("^\\p{Letter}\\p{Lu}\\p{gc=Nd}$", "\u03c0A1"));
  EXPECT_TRUE(matches("^\\p{Script=Greek}+$", "\u03c0\u03c1"));
  EXPECT_FALSE(matches("^\\P{Letter}$", "a"));
  EXPECT_TRUE(matches("^[\\P{Letter}a]$", "a"));
  EXPECT_TRUE(matches("^\\p{ASCII}+$", "abc"));
  EXPECT_TRUE(matches("^\\p{LC}$", "a"));
}

TEST(EcmaPattern, RefusesWhatLinearTimeCannotDo) {
  for (const char* pattern : {"(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", "(a)\\1", "(?<n>a)\\k<n>", "\\p{Emoji}",
                              "\\p{Script_Extensions=Greek}", "[\\P{LC}]"}) {
    EXPECT_EQ(translate_pattern(pattern).outcome, Outcome::unsupported) << pattern;
    EXPECT_FALSE(Pattern::compile(pattern)) << pattern;
  }
}

TEST(EcmaPattern, RefusesWhatIsNoPattern) {
  for (const char* pattern :
       {"\\", "[a", "a]", "\\a", "\\z", "(?i)a", "(?P<n>a)", "(?#x)", "\\cc1\\c1", "\\u12", "\\u{110000}",
        "\\ud83d", "\\p", "\\p{", "\\pL", "\\x1", "(?<>a)", "\\Qa", "\\01"}) {
    EXPECT_EQ(translate_pattern(pattern).outcome, Outcome::malformed) << pattern;
  }
  for (const char* pattern : {"(", ")", "a**", "a{2,1}", "*a", "[b-a]"}) {
    EXPECT_FALSE(Pattern::compile(pattern)) << pattern;
    EXPECT_FALSE(is_ecma_pattern(pattern)) << pattern;
  }
}

TEST(EcmaPattern, RefusesPatternsThatAreTooLarge) {
  EXPECT_FALSE(Pattern::compile(std::string(20'000, 'a')));
  EXPECT_FALSE(Pattern::compile("((a{999}){999}){999}"));
}

}  // namespace
}  // namespace runledger::schema
