#include <gtest/gtest.h>

#include <atomic>

#include "tests/actions/action_harness.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

using std::chrono::milliseconds;

class HttpOauth2 : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(harness.vault().save_secret(SecretName{"client"}, "cl1ent/s3cret").ok());
    authority.script([this](const ReceivedRequest&) {
      return ScriptedAnswer{.body = R"({"access_token":"tok-)" + std::to_string(++issued) +
                                    R"(","token_type":"bearer","expires_in":)" + std::to_string(lifetime) +
                                    "}",
                            .delay = delay};
    });
    receiver.script([](const ReceivedRequest& request) {
      return ScriptedAnswer{.body = quoted("you sent " + request.header("authorization"))};
    });
  }
  void TearDown() override { harness.expect_one_answer_each(); }

  // Of a call with client_credentials; `more` and `client` are added members.
  std::string arguments(const std::string& more = "", const std::string& client = "") const {
    return R"({"method":"POST","uri":")" + receiver.url("/api") +
           R"(","body":{"n":1},"authentication":{"oauth2":{"grant":"client_credentials","authority":")" +
           authority.url("/realms/r/") + R"(","client":{"id":"me","secret":)" +
           quoted(ActionHarness::secret("client")) + client + "}" + more + "}}}";
  }
  run::ActionOutcome call(const std::string& more = "", const std::string& client = "") {
    return harness.perform("http", arguments(more, client));
  }

  std::atomic<int> issued = 0;
  std::atomic<int> lifetime = 3600;
  milliseconds delay{0};
  HttpReceiver authority;
  HttpReceiver receiver;
  ActionHarness harness;
};

TEST_F(HttpOauth2, FetchesATokenAndSendsItWithoutShowingIt) {
  EXPECT_EQ(result_of(call(R"(,"scopes":["a","b c"],"audiences":["x"])")),
            Json("you sent Bearer [redacted]"));
  const auto asked = authority.requests().at(0);
  EXPECT_EQ(asked.method + " " + asked.target, "POST /realms/r/oauth2/token");
  EXPECT_EQ(asked.header("content-type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(
      asked.body,
      "grant_type=client_credentials&client_id=me&client_secret=cl1ent%2Fs3cret&scope=a%20b%20c&audience=x");
  EXPECT_EQ(receiver.requests().at(0).header("authorization"), "Bearer tok-1");
  EXPECT_EQ(receiver.requests().at(0).body, R"({"n":1})");
}

TEST_F(HttpOauth2, SaysWhoTheClientIsInTheWayAskedFor) {
  result_of(call(R"(,"endpoints":{"token":"/t"})", R"(,"authentication":"client_secret_basic")"));
  EXPECT_EQ(authority.requests().at(0).target, "/realms/r/t");
  EXPECT_EQ(authority.requests().at(0).header("authorization"), "Basic bWU6Y2wxZW50JTJGczNjcmV0");
  EXPECT_EQ(authority.requests().at(0).body, "grant_type=client_credentials");
  result_of(call(R"(,"request":{"encoding":"application/json"})"));
  EXPECT_EQ(json(authority.requests().at(1).body),
            json(R"({"grant_type":"client_credentials","client_id":"me","client_secret":"cl1ent/s3cret"})"));
}

TEST_F(HttpOauth2, SendsUserAndPasswordForThePasswordGrant) {
  result_of(harness.perform("http", R"({"method":"GET","uri":")" + receiver.url("/") +
                                        R"(","authentication":{"oauth2":{"grant":"password","authority":")" +
                                        authority.url() + R"(","username":"bob","password":"p&w"}}})"));
  EXPECT_EQ(authority.requests().at(0).body, "grant_type=password&username=bob&password=p%26w");
}

TEST_F(HttpOauth2, KeepsATokenForTheSameRequestOnly) {
  result_of(call());
  result_of(call());
  EXPECT_EQ(authority.request_count(), 1U);
  result_of(call(R"(,"scopes":["other"])"));
  EXPECT_EQ(authority.request_count(), 2U);
}

TEST_F(HttpOauth2, FetchesAgainWhenTheTokenHasNoTimeLeft) {
  lifetime = 0;
  result_of(call());
  result_of(call());
  EXPECT_EQ(receiver.requests().at(1).header("authorization"), "Bearer tok-2");
}

TEST_F(HttpOauth2, FetchesOnceForAllThatWait) {
  delay = milliseconds(200);
  std::vector<PendingOutcomePtr> waiting;
  for (int i = 0; i < 8; ++i) waiting.push_back(harness.begin("http", arguments()));
  for (const auto& each : waiting) result_of(each->wait());
  EXPECT_EQ(receiver.request_count(), 8U);
  EXPECT_EQ(authority.request_count(), 1U);
}

TEST_F(HttpOauth2, ForgetsATokenThatIsRefused) {
  receiver.answer_next({{.status = 401}});
  EXPECT_EQ(error_of(call()).status, 401);
  result_of(call());
  EXPECT_EQ(receiver.requests().at(1).header("authorization"), "Bearer tok-2");
}

TEST_F(HttpOauth2, FailsWithoutSendingWhenTheClientIsRefused) {
  authority.answer_next(
      {{.status = 400, .body = R"({"error":"invalid_client","error_description":"not cl1ent/s3cret"})"}});
  const auto outcome = call();
  const auto error = error_of(outcome);
  EXPECT_EQ(error.type, run::error_type::kAuthentication);
  EXPECT_EQ(error.status, 401);
  EXPECT_EQ(error.detail, "the token endpoint " + authority.url("/realms/r/oauth2/token") +
                              " answered 400 (invalid_client)");
  EXPECT_EQ(describe(outcome).find("s3cret"), std::string::npos);
  EXPECT_EQ(receiver.request_count(), 0U);
}

TEST_F(HttpOauth2, FailsInAWayThatMayPassWhenThereIsNoUsableAnswer) {
  for (const ScriptedAnswer& answer :
       {ScriptedAnswer{.status = 503}, ScriptedAnswer{.body = "{}"}, ScriptedAnswer{.body = "<html>"},
        ScriptedAnswer{.body = R"({"access_token":"a b"})"},
        ScriptedAnswer{.body = R"({"access_token":"a","token_type":"mac"})"},
        ScriptedAnswer{.body = "\"" + std::string(100'000, 'x') + "\""},
        ScriptedAnswer{.status = 302, .headers = {{"Location", receiver.url("/steal")}}},
        ScriptedAnswer{.way = ScriptedAnswer::Way::garbage}}) {
    authority.answer_next({answer});
    const auto error = error_of(call());
    EXPECT_EQ(error.type, run::error_type::kCommunication) << answer.body.substr(0, 50);
    EXPECT_EQ(error.status, 503);
  }
  EXPECT_EQ(receiver.request_count(), 0U);
}

TEST_F(HttpOauth2, TimesOutWhileItWaitsForTheToken) {
  delay = milliseconds(3'000);
  EXPECT_TRUE(timed_out(harness.perform("http", arguments(), Milliseconds(100))));
  EXPECT_EQ(receiver.request_count(), 0U);
}

TEST_F(HttpOauth2, EndsWhileATokenIsAwaited) {
  delay = milliseconds(3'000);
  const auto waiting = harness.begin("http", arguments());
  ASSERT_TRUE(authority.wait_for_requests(1));
  harness.runner().stop(Milliseconds(0));
  EXPECT_NE(unknown_detail_of(waiting->wait()), "");
}

class HttpOidc : public HttpOauth2 {
 protected:
  // A call whose authority is `place`, which answers a GET with this discovery document.
  run::ActionOutcome call(const std::string& place, const std::string& document) {
    authority.script([this, document](const ReceivedRequest& request) {
      return ScriptedAnswer{.body = request.method == "GET"
                                        ? document
                                        : R"({"access_token":"tok-)" + std::to_string(++issued) + "\"}"};
    });
    return harness.perform(
        "http", R"({"method":"GET","uri":")" + receiver.url("/api") +
                    R"(","authentication":{"oidc":{"grant":"client_credentials","authority":")" +
                    authority.url(place) +
                    R"(","client":{"id":"me","secret":"hush","authentication":"client_secret_basic"}}}})");
  }
  std::string document(const std::string& issuer, const std::string& endpoint) const {
    return R"({"issuer":")" + issuer + R"(","token_endpoint":")" + endpoint + "\"}";
  }
};

TEST_F(HttpOidc, DiscoversTheTokenEndpoint) {
  result_of(call("/r", document(authority.url("/r"), authority.url("/deep/token"))));
  ASSERT_EQ(authority.request_count(), 2U);
  const auto discovery = authority.requests().at(0);
  EXPECT_EQ(discovery.method + " " + discovery.target, "GET /r/.well-known/openid-configuration");
  EXPECT_EQ(discovery.header("authorization") + discovery.body, "");
  EXPECT_EQ(authority.requests().at(1).target, "/deep/token");
  EXPECT_EQ(authority.requests().at(1).body, "grant_type=client_credentials");
  EXPECT_EQ(receiver.requests().at(0).header("authorization"), "Bearer tok-1");
}

TEST_F(HttpOidc, TakesTheDocumentsOwnUrlForTheAuthority) {
  result_of(call("/r/.well-known/openid-configuration", document(authority.url("/r/"), authority.url("/t"))));
  EXPECT_EQ(authority.requests().at(0).target, "/r/.well-known/openid-configuration");
}

TEST_F(HttpOidc, SendsNoCredentialsAfterADocumentThatCannotBeTrusted) {
  for (const std::string& text :
       {document("https://evil.example", authority.url("/t")), document(authority.url("/r"), "ftp://x/t"),
        document(authority.url("/r"), "http://a:b@127.0.0.1/t"), std::string("{}"), std::string("[")}) {
    EXPECT_EQ(error_of(call("/r", text)).type, run::error_type::kCommunication) << text;
  }
  EXPECT_EQ(authority.request_count(), 5U);
  EXPECT_EQ(receiver.request_count(), 0U);
}

}  // namespace
}  // namespace runledger::test
