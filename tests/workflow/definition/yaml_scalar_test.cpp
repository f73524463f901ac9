#include "workflow/definition/yaml_scalar.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace runledger::definition {
namespace {

std::string read(std::string_view text) {
  const auto scalar = resolve_plain_scalar(text);
  return scalar ? write_json(scalar->value) : "refused";
}

TEST(YamlScalar, ReadsTheCoreSchema) {
  for (const auto* text : {"", "~", "null", "Null", "NULL"}) EXPECT_EQ(read(text), "null") << text;
  for (const auto* text : {"true", "True", "TRUE"}) EXPECT_EQ(read(text), "true") << text;
  for (const auto* text : {"false", "False", "FALSE"}) EXPECT_EQ(read(text), "false") << text;
  EXPECT_EQ(read("12"), "12");
  EXPECT_EQ(read("-12"), "-12");
  EXPECT_EQ(read("+12"), "12");
  EXPECT_EQ(read("0.1"), "0.1");
  EXPECT_EQ(read("+.5"), "0.5");
  EXPECT_EQ(read("5."), "5.0");
  EXPECT_EQ(read("-1e3"), "-1000.0");
}

TEST(YamlScalar, TakesWhatOnlyYaml11UnderstandsAsText) {
  for (const auto* text : {"yes", "no", "on", "off", "nULL", "tRUE", "2026-11-23", "1_000", "0b11", "1:30",
                           "0o", "0x", "-", ".", "1e", "e1", "1.2.3", "--1"}) {
    std::string quoted;
    write_json_string(text, quoted);
    EXPECT_EQ(read(text), quoted);
  }
}

TEST(YamlScalar, KeepsIntegersExactUpTo64Bits) {
  EXPECT_EQ(read("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(read("18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(read("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(read("18446744073709551616"), "refused");
  EXPECT_EQ(read("-9223372036854775809"), "refused");
}

TEST(YamlScalar, ReadsLeadingZerosAsDecimalWithAWarning) {
  const auto scalar = resolve_plain_scalar("010");
  ASSERT_TRUE(scalar.ok());
  EXPECT_EQ(write_json(scalar->value), "10");
  EXPECT_NE(scalar->warning.find("quote it"), std::string::npos);
  EXPECT_EQ(resolve_plain_scalar("0")->warning, "");
}

TEST(YamlScalar, RefusesNumbersThatJsonCannotHold) {
  for (const auto* text : {".inf", "-.Inf", "+.INF", ".nan", ".NaN", "0o10", "0x1F", "1e999"}) {
    EXPECT_EQ(read(text), "refused") << text;
  }
}

}  // namespace
}  // namespace runledger::definition
