#include "app/cli/arguments.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace runledger::app {
namespace {

using ::testing::HasSubstr;

constexpr const char* kVariable = "RUNLEDGER_TEST_ARGUMENTS_PORT";

const std::vector<Option> kOptions = {
    {"--port", "N", "the port", kVariable},
    {"--data", "DIR", "the folder"},
    {"--quiet", "", "says nothing"},
};

std::string refusal(const std::vector<std::string>& words) {
  const auto parsed = Arguments::parse(words, kOptions);
  if (parsed) return "accepted";
  EXPECT_EQ(parsed.error().code, Errc::invalid_input);
  return parsed.error().message;
}

class ArgumentsTest : public ::testing::Test {
 protected:
  ~ArgumentsTest() override { unsetenv(kVariable); }
};

TEST_F(ArgumentsTest, TakesBothWaysToGiveAValueAndFlags) {
  const auto parsed = Arguments::parse({"--port", "80", "--data=/a=b", "--quiet"}, kOptions);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->get("--port"), "80");
  EXPECT_EQ(parsed->get("--data"), "/a=b");
  EXPECT_TRUE(parsed->has("--quiet"));
}

TEST_F(ArgumentsTest, AbsentOptionsAreAbsent) {
  const auto parsed = Arguments::parse({}, kOptions);
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->has("--quiet"));
  EXPECT_EQ(parsed->get("--data"), std::nullopt);
  EXPECT_EQ(parsed->get_or("--data", "here"), "here");
  EXPECT_EQ(*parsed->number("--port", 7, 0, 9), 7);
  EXPECT_THAT(parsed->require("--data").error().message, HasSubstr("--data"));
}

TEST_F(ArgumentsTest, EachWrongWordIsNamed) {
  EXPECT_THAT(refusal({"--prot", "80"}), HasSubstr("unknown option '--prot'"));
  EXPECT_THAT(refusal({"--prot", "80"}), HasSubstr("--port"));  // what is known
  EXPECT_THAT(refusal({"stray"}), HasSubstr("'stray'"));
  EXPECT_THAT(refusal({"--port"}), HasSubstr("--port needs a value: --port N"));
  EXPECT_THAT(refusal({"--quiet=yes"}), HasSubstr("--quiet takes no value"));
  EXPECT_THAT(refusal({"--port", "1", "--port=2"}), HasSubstr("--port is given twice"));
  EXPECT_LT(refusal({std::string(100'000, 'x')}).size(), 300U);
}

TEST_F(ArgumentsTest, NumbersAreBoundedAndWhole) {
  for (const std::string text : {"", "-1", "65536", "80x", "0x50", "8.0", " 80", "99999999999999999999"}) {
    const auto parsed = Arguments::parse({"--port=" + text}, kOptions);
    ASSERT_TRUE(parsed.ok()) << text;
    const auto number = parsed->number("--port", 1, 0, 65535);
    ASSERT_FALSE(number.ok()) << text;
    EXPECT_THAT(number.error().message, HasSubstr("--port must be a number from 0 to 65535")) << text;
  }
  EXPECT_EQ(*Arguments::parse({"--port", "65535"}, kOptions)->number("--port", 1, 0, 65535), 65535);
}

TEST_F(ArgumentsTest, VariableOfTheEnvironmentStandsInForAnAbsentOption) {
  setenv(kVariable, "81", 1);
  EXPECT_EQ(Arguments::parse({}, kOptions)->get("--port"), "81");
  EXPECT_EQ(Arguments::parse({"--port", "80"}, kOptions)->get("--port"), "80");
  setenv(kVariable, "", 1);
  EXPECT_FALSE(Arguments::parse({}, kOptions)->has("--port"));
}

TEST_F(ArgumentsTest, HelpShowsEveryOptionWithItsVariable) {
  const std::string help = options_help(kOptions);
  EXPECT_THAT(help, HasSubstr("--port N"));
  EXPECT_THAT(help, HasSubstr(kVariable));
  EXPECT_THAT(help, HasSubstr("--quiet"));
}

}  // namespace
}  // namespace runledger::app
