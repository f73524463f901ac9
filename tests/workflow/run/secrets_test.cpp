#include "workflow/run/secrets.hpp"

#include <gtest/gtest.h>

#include "tests/workflow/run/sample_events.hpp"

namespace runledger::run {
namespace {

constexpr char kNonce[] = "00ff";

Result<std::string> look_up(std::string_view name) {
  if (name == "token") return std::string("s3cret");
  if (name == "a}b%c") return std::string("odd");
  if (name == "loop") return secret_placeholder("token", kNonce);
  return Error{Errc::not_found, "no secret " + std::string(name)};
}

std::string reveal(const Json& arguments) {
  auto revealed = reveal_secrets(arguments, kNonce, look_up);
  return revealed.ok() ? write_json(*revealed) : revealed.error().message;
}

Json text(const std::string& value) {
  return boost::json::string(value);
}

TEST(Secrets, PutsValuesIntoStringsAndKeys) {
  const std::string token = secret_placeholder("token", kNonce);
  JsonObject object;
  object["Authorization"] = "Bearer " + token + "!";
  object[token] = JsonArray{1, token, nullptr};
  EXPECT_EQ(reveal(object), R"({"Authorization":"Bearer s3cret!","s3cret":[1,"s3cret",null]})");
}

TEST(Secrets, TakesAnyName) {
  EXPECT_EQ(reveal(text(secret_placeholder("a}b%c", kNonce))), R"("odd")");
}

TEST(Secrets, LeavesPlaceholdersOfOtherRunsAlone) {
  const std::string foreign = secret_placeholder("token", "1234");
  EXPECT_EQ(reveal(text(foreign)), write_json(text(foreign)));
}

TEST(Secrets, DoesNotLookInsideSecrets) {
  EXPECT_EQ(reveal(text(secret_placeholder("loop", kNonce))),
            write_json(text(secret_placeholder("token", kNonce))));
}

TEST(Secrets, LeavesAnUnendedPlaceholderAlone) {
  const std::string cut = secret_placeholder("token", kNonce).substr(0, 28);
  EXPECT_EQ(reveal(text(cut)), write_json(text(cut)));
}

TEST(Secrets, NamesTheOneThatIsMissing) {
  EXPECT_EQ(reveal(text(secret_placeholder("nope", kNonce))), "no secret nope");
}

TEST(Secrets, RevealsNothingWithoutANonce) {
  auto revealed = reveal_secrets(text(secret_placeholder("token", "")), "", look_up);
  ASSERT_TRUE(revealed.ok());
  EXPECT_EQ(*revealed, text(secret_placeholder("token", "")));
}

}  // namespace
}  // namespace runledger::run
