#include <gtest/gtest.h>

#include "tests/actions/action_harness.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

class HttpSecurity : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(harness.vault().save_secret(SecretName{"token"}, "s3cr3t/+value").ok());
    harness.connect(
        "crm", "http",
        R"({"baseUrl":")" + receiver.url("/api/v1/") +
            R"(","headers":{"X-Tenant":"acme"},"auth":{"type":"basic","username":"bob","password":"hunter22"}})");
    harness.connect(
        "chat", "http",
        R"({"baseUrl":")" + receiver.url("/hook") + R"(","auth":{"type":"bearer","token":"tok-99"}})");
  }
  void TearDown() override { harness.expect_one_answer_each(); }

  run::ActionOutcome with_connection(const std::string& uri, const std::string& more = "") {
    return harness.perform("http", R"({"method":"POST","connection":"crm","body":{},"uri":")" + uri + "\"" +
                                       (more.empty() ? "" : "," + more) + "}");
  }

  HttpReceiver receiver;
  HttpReceiver elsewhere;
  ActionHarness harness;
};

TEST_F(HttpSecurity, AddsTheConnectionsAddressHeadersAndCredentials) {
  result_of(with_connection("/customers?x=1"));
  const auto request = receiver.requests().at(0);
  EXPECT_EQ(request.target, "/api/v1/customers?x=1");
  EXPECT_EQ(request.header("x-tenant"), "acme");
  EXPECT_EQ(request.header("authorization"), "Basic Ym9iOmh1bnRlcjIy");
}

TEST_F(HttpSecurity, AcceptsRelativeAndInsideAbsoluteUris) {
  result_of(with_connection("customers"));
  result_of(with_connection(""));
  result_of(with_connection(receiver.url("/api/v1/x")));
  EXPECT_EQ(receiver.requests().at(0).target, "/api/v1/customers");
  EXPECT_EQ(receiver.requests().at(1).target, "/api/v1");
  EXPECT_EQ(receiver.requests().at(2).target, "/api/v1/x");
}

TEST_F(HttpSecurity, NeverLetsAConnectionLeadElsewhere) {
  for (const std::string& uri :
       {elsewhere.url("/"), elsewhere.url("/api/v1/"), std::string("https://127.0.0.1/api/v1"),
        receiver.url("/admin"), std::string("/../admin"), std::string("../admin"),
        std::string("/%2e%2E/admin"), receiver.url("/api/v1/../../admin"),
        receiver.url("/api/v1/%2e%2e/admin"), receiver.url("/api/v10"), std::string("http://")}) {
    EXPECT_EQ(error_of(with_connection(uri)).type, run::error_type::kConfiguration) << uri;
  }
  EXPECT_EQ(receiver.request_count() + elsewhere.request_count(), 0U);
}

TEST_F(HttpSecurity, KeepsAnAddressTrickOnTheConnectionsHost) {
  result_of(with_connection("@127.0.0.1:1/x"));
  result_of(with_connection("//example.org/x"));
  EXPECT_EQ(receiver.request_count(), 2U);
}

TEST_F(HttpSecurity, RefusesARedirectOfAConnectionToAnotherHost) {
  receiver.answer_next({{.status = 302, .headers = {{"Location", elsewhere.url("/steal")}}}});
  EXPECT_EQ(error_of(with_connection("/x", R"("redirect":true)")).status, 502);
  EXPECT_EQ(elsewhere.request_count(), 0U);
}

TEST_F(HttpSecurity, LeavesCredentialsBehindWhenARedirectLeadsElsewhere) {
  receiver.answer_next({{.status = 307, .headers = {{"Location", elsewhere.url("/new")}}}});
  result_of(harness.perform("http",
                            R"({"method":"POST","uri":")" + receiver.url("/") +
                                R"(","redirect":true,"body":{"a":1},"headers":{"X-Api-Key":"k","Cookie":"c"},
                                           "authentication":{"bearer":{"token":"t0"}}})"));
  const auto moved = elsewhere.requests().at(0);
  EXPECT_EQ(moved.body, R"({"a":1})");
  EXPECT_EQ(moved.header("authorization") + moved.header("x-api-key") + moved.header("cookie"), "");
  EXPECT_EQ(receiver.requests().at(0).header("authorization"), "Bearer t0");
}

TEST_F(HttpSecurity, NeverRedirectsASecretBodyElsewhere) {
  receiver.answer_next({{.status = 307, .headers = {{"Location", elsewhere.url("/new")}}}});
  const auto error = error_of(harness.perform("http", R"({"method":"POST","uri":")" + receiver.url("/") +
                                                          R"(","redirect":true,"body":{"t":)" +
                                                          quoted(ActionHarness::secret("token")) + "}}"));
  EXPECT_EQ(error.status, 502);
  EXPECT_EQ(elsewhere.request_count(), 0U);
}

TEST_F(HttpSecurity, RevealsSecretsOnTheWireOnly) {
  receiver.script([](const ReceivedRequest& request) {
    std::string echo;
    write_json_string(request.header("authorization") + " " + request.target + " " + request.body, echo);
    return ScriptedAnswer{.status = request.target.starts_with("/fail") ? 400 : 200,
                          .body = "{\"echo\":" + echo + "}"};
  });
  const std::string secret = quoted(ActionHarness::secret("token"));
  for (const char* path : {"/ok", "/fail"}) {
    for (const char* output : {"content", "response", "raw"}) {
      const auto outcome =
          harness.perform("http", R"({"method":"POST","uri":")" + receiver.url(path) + R"(","query":{"t":)" +
                                      secret + R"(},"body":{"t":)" + secret +
                                      R"(},"authentication":{"basic":{"username":"u","password":)" + secret +
                                      R"(}},"output":")" + output + "\"}");
      const std::string seen = describe(outcome);
      EXPECT_EQ(seen.find("s3cr3t"), std::string::npos) << seen;
      EXPECT_EQ(seen.find("dTpzM2NyM3"), std::string::npos) << seen;  // base64 of "u:s3cr3..."
    }
  }
  const auto request = receiver.requests().at(0);
  EXPECT_EQ(request.body, R"({"t":"s3cr3t/+value"})");
  EXPECT_EQ(request.target, "/ok?t=s3cr3t%2F%2Bvalue");
}

TEST_F(HttpSecurity, RedactsTheConnectionsCredentialsThatTheOtherSideRepeats) {
  receiver.script([](const ReceivedRequest& request) {
    return ScriptedAnswer{.status = 401, .body = "\"" + request.header("authorization") + " tok-99\""};
  });
  const std::string seen = describe(
      harness.perform("http", R"({"method":"POST","connection":"chat","uri":"/","output":"response"})"));
  EXPECT_EQ(seen.find("tok-99"), std::string::npos) << seen;
  EXPECT_NE(seen.find("[redacted]"), std::string::npos) << seen;
}

TEST_F(HttpSecurity, RefusesPrivateAddressesUnlessAllowed) {
  ActionHarness strict{actions::ActionOptions{}};
  for (const std::string& url :
       {receiver.url("/"), "http://localhost:" + std::to_string(receiver.port()),
        "http://2130706433:" + std::to_string(receiver.port()),
        "http://0x7f.1:" + std::to_string(receiver.port()), "http://[::1]:" + std::to_string(receiver.port()),
        "http://[::ffff:127.0.0.1]:" + std::to_string(receiver.port()),
        std::string("http://169.254.169.254/latest/meta-data"), std::string("http://10.0.0.1/"),
        "http://0.0.0.0:" + std::to_string(receiver.port())}) {
    const auto error = error_of(strict.perform("http", R"({"method":"GET","uri":")" + url + "\"}"));
    EXPECT_EQ(error.type, run::error_type::kConfiguration) << url << error.detail;
    EXPECT_EQ(error.status, 403) << url;
    EXPECT_NE(error.detail.find("not allowed"), std::string::npos) << error.detail;
  }
  EXPECT_EQ(receiver.request_count(), 0U);
  strict.expect_one_answer_each();
}

TEST_F(HttpSecurity, IgnoresTheEnvironmentsProxy) {
  ASSERT_EQ(setenv("http_proxy", elsewhere.url().c_str(), 1), 0);
  ActionHarness fresh;
  result_of(fresh.perform("http", R"({"method":"GET","uri":")" + receiver.url("/direct") + "\"}"));
  ASSERT_EQ(unsetenv("http_proxy"), 0);
  EXPECT_EQ(elsewhere.request_count(), 0U);
  EXPECT_EQ(receiver.request_count(), 1U);
}

TEST_F(HttpSecurity, NamesTheMissingSecretOrConnection) {
  const auto error =
      error_of(harness.perform("http", R"({"method":"GET","uri":"http://127.0.0.1/","headers":{"A":)" +
                                           quoted(ActionHarness::secret("lost")) + "}}"));
  EXPECT_EQ(error.type, run::error_type::kConfiguration);
  EXPECT_NE(error.detail.find("lost"), std::string::npos);
  harness.connect("mail", "smtp", R"({"host":"127.0.0.1"})");
  const auto wrong = error_of(harness.perform("http", R"({"method":"GET","uri":"/","connection":"mail"})"));
  EXPECT_NE(wrong.detail.find("smtp"), std::string::npos);
}

}  // namespace
}  // namespace runledger::test
