#include "http/fields.hpp"

#include <gtest/gtest.h>

#include "http/bearer.hpp"
#include "http/problem.hpp"
#include "http/webhooks/prefer.hpp"
#include "workflow/base/json.hpp"

namespace runledger::http::test {
namespace {

TEST(Headers, AreFoundInAnyCaseAndKeptApart) {
  Headers headers{{"Accept", "a"}, {"ACCEPT", "b"}};
  EXPECT_EQ(*headers.find("accept"), "a");
  EXPECT_EQ(headers.count("Accept"), 2U);
  headers.set("accept", "c");
  EXPECT_EQ(headers.all("Accept"), std::vector<std::string_view>{"c"});
  EXPECT_EQ(headers.find("Host"), nullptr);
}

TEST(ListItems, SplitAtCommasOutsideQuotes) {
  EXPECT_EQ(list_items(R"( a ,, "b, \" c" ,d)"), (std::vector<std::string_view>{"a", R"("b, \" c")", "d"}));
  EXPECT_TRUE(list_items(" , ").empty());
}

TEST(Bearer, TakesExactlyOneToken) {
  EXPECT_EQ(*bearer_token({{"Authorization", "bEARER abc.DEF-1_2~3+4/5=="}}), "abc.DEF-1_2~3+4/5==");
  const std::vector<Headers> refused = {
      {},
      {{"Authorization", "Bearer a"}, {"Authorization", "Bearer a"}},
      {{"Authorization", "Basic a"}},
      {{"Authorization", "Bearer"}},
      {{"Authorization", "Bearer "}},
      {{"Authorization", "Bearer  a"}},
      {{"Authorization", "Bearer a b"}},
      {{"Authorization", "Bearer a,b"}},
      {{"Authorization", "Bearer " + std::string(513, 'a')}},
  };
  for (const Headers& headers : refused) {
    const auto token = bearer_token(headers);
    ASSERT_FALSE(token.ok());
    EXPECT_EQ(token.error().code, Errc::unauthorized);
  }
}

TEST(Bearer, ComparesWholeTexts) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

TEST(Problem, IsWrittenAsRfc9457Says) {
  Problem problem = problem_of(Error{Errc::unavailable, "The \"database\" is away."});
  problem.instance = occurrence_of(RequestId{});
  problem.errors = {{"/a", "must be a number"}, {"", "is empty"}};
  const Response response = problem_response(problem);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(*response.headers.find("Retry-After"), "5");
  const auto expected =
      parse_json(R"({"type":"https://runledger.dev/errors/unavailable","title":"Service Unavailable",
      "status":503,"detail":"The \"database\" is away.","instance":"urn:uuid:00000000-0000-0000-0000-000000000000",
      "errors":[{"pointer":"/a","detail":"must be a number"},{"pointer":"","detail":"is empty"}]})");
  EXPECT_TRUE(json_equal(*parse_json(response.body), *expected)) << response.body;
}

TEST(Prefer, ReadsTheFirstWait) {
  const auto wait = [](Headers headers) { return webhooks::preferred_wait(headers); };
  using std::chrono::seconds;
  EXPECT_EQ(wait({{"Prefer", "wait=10"}}), seconds(10));
  EXPECT_EQ(wait({{"Prefer", "respond-async, WAIT = \"5\" ; x=y, wait=9"}}), seconds(5));
  EXPECT_EQ(wait({{"Prefer", "return=minimal"}, {"prefer", "wait=3"}}), seconds(3));
  EXPECT_EQ(wait({{"Prefer", "wait"}}), std::nullopt);
  EXPECT_EQ(wait({{"Prefer", "wait=-1"}}), std::nullopt);
  EXPECT_EQ(wait({{"Prefer", "wait=1.5"}}), std::nullopt);
  EXPECT_EQ(wait({{"Prefer", "wait=99999999999"}}), std::nullopt);
  EXPECT_EQ(wait({}), std::nullopt);
}

}  // namespace
}  // namespace runledger::http::test
