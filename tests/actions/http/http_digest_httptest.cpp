#include <gtest/gtest.h>

#include "tests/actions/action_harness.hpp"
#include "tests/support/http_receiver.hpp"
#include "workflow/base/sha256.hpp"

namespace runledger::test {
namespace {

constexpr char kChallenge[] = R"(Digest realm="shop", nonce="abc123", qop="auth", algorithm=SHA-256)";

// The value of a parameter of an Authorization field.
std::string parameter(const std::string& field, const std::string& name) {
  const auto start = field.find(" " + name + "=");
  if (start == std::string::npos) return "";
  std::string value = field.substr(start + name.size() + 2);
  const bool is_quoted = value.starts_with('"');
  return is_quoted ? value.substr(1, value.find('"', 1) - 1) : value.substr(0, value.find(','));
}

// RFC 7616 §3.4.1, with qop=auth and SHA-256.
std::string expected_response(const ReceivedRequest& request, const std::string& user,
                              const std::string& password) {
  const std::string field = request.header("authorization");
  const std::string who = sha256_hex(user + ":shop:" + password);
  const std::string what = sha256_hex(request.method + ":" + request.target);
  return sha256_hex(who + ":abc123:" + parameter(field, "nc") + ":" + parameter(field, "cnonce") +
                    ":auth:" + what);
}

class HttpDigest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(harness.vault().save_secret(SecretName{"pw"}, "hunter22").ok());
    receiver.script([](const ReceivedRequest& request) {
      const std::string field = request.header("authorization");
      const bool knows =
          !field.empty() && parameter(field, "response") == expected_response(request, "bob", "hunter22");
      if (knows) return ScriptedAnswer{.body = R"({"welcome":true})"};
      return ScriptedAnswer{
          .status = 401, .body = R"({"who":"?"})", .headers = {{"WWW-Authenticate", kChallenge}}};
    });
  }
  void TearDown() override { harness.expect_one_answer_each(); }

  run::ActionOutcome call(const std::string& method, const std::string& password,
                          const std::string& more = "") {
    return harness.perform("http", R"({"method":")" + method + R"(","uri":")" + receiver.url("/in?x=1") +
                                       R"(","authentication":{"digest":{"username":"bob","password":)" +
                                       quoted(password) + "}}" + more + "}");
  }

  HttpReceiver receiver;
  ActionHarness harness;
};

TEST_F(HttpDigest, AnswersTheChallengeWithASecretPassword) {
  EXPECT_EQ(result_of(call("GET", ActionHarness::secret("pw"))), json(R"({"welcome":true})"));
  EXPECT_EQ(receiver.request_count(), 2U);
}

TEST_F(HttpDigest, SendsABodyOnlyWithTheAnswerToTheChallenge) {
  for (const char* method : {"POST", "PUT", "PATCH"}) {
    const std::size_t before = receiver.request_count();
    EXPECT_EQ(result_of(call(method, "hunter22", R"(,"body":{"n":1})")), json(R"({"welcome":true})"));
    ASSERT_EQ(receiver.request_count(), before + 2);
    EXPECT_EQ(receiver.requests().at(before).body, "") << method;
    EXPECT_EQ(receiver.requests().at(before + 1).body, R"({"n":1})") << method;
    EXPECT_EQ(receiver.requests().at(before + 1).method, method);
  }
}

TEST_F(HttpDigest, FailsWithAWrongPasswordAfterOneTry) {
  const auto outcome = call("POST", "wr0ng-word", R"(,"body":1)");
  EXPECT_EQ(error_of(outcome).status, 401);
  EXPECT_EQ(receiver.request_count(), 2U);
  EXPECT_EQ(describe(outcome).find("wr0ng-word"), std::string::npos);
}

TEST_F(HttpDigest, IsUnknownWhenTheAnsweringPostIsNotAnswered) {
  receiver.answer_next({{.status = 401, .headers = {{"WWW-Authenticate", kChallenge}}},
                        {.way = ScriptedAnswer::Way::close_unanswered}});
  EXPECT_NE(unknown_detail_of(call("POST", "hunter22", R"(,"body":1)")), "");
  EXPECT_EQ(receiver.request_count(), 2U);
}

TEST_F(HttpDigest, LeavesTheCredentialsBehindWhenARedirectLeadsElsewhere) {
  HttpReceiver elsewhere([](const ReceivedRequest&) {
    return ScriptedAnswer{.status = 401, .headers = {{"WWW-Authenticate", kChallenge}}};
  });
  receiver.script([&elsewhere](const ReceivedRequest&) {
    return ScriptedAnswer{.status = 307, .headers = {{"Location", elsewhere.url("/new")}}};
  });
  EXPECT_EQ(error_of(call("GET", "hunter22", R"(,"redirect":true)")).status, 401);
  EXPECT_EQ(elsewhere.request_count(), 1U);
  EXPECT_EQ(elsewhere.requests().at(0).header("authorization"), "");
}

}  // namespace
}  // namespace runledger::test
