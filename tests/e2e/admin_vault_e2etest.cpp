// Connections and secrets: what they hold reaches the service that is called, and nothing else.
#include <gmock/gmock.h>
#include <pqxx/pqxx>

#include "tests/e2e/server_fixture.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPassword = "pass-4f1c9e-word";
constexpr const char* kToken = "token-77aa01-value";

class AdminVaultE2e : public ServerFixture {
 protected:
  void SetUp() override {
    log_level_ = "debug";
    start_server();
  }

  std::string save(const std::string& name, const std::string& kind, const std::string& settings) {
    const auto reply =
        admin("PUT", "/connections/" + name, R"({"kind":")" + kind + R"(","settings":)" + settings + "}");
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.body;
  }

  // Everything that stands in the database, as text and, for bytes, as hex.
  std::string whole_database() {
    std::string out;
    pqxx::connection connection(database_.url());
    pqxx::work work(connection);
    const auto tables = work.exec("SELECT tablename::text FROM pg_tables WHERE schemaname = 'runledger'");
    for (const auto& table : tables) {
      const auto name = work.quote_name(table[0].as<std::string>());
      for (const auto& row : work.exec("SELECT t::text FROM runledger." + name + " t")) {
        out += row[0].as<std::string>() + '\n';
      }
    }
    return out;
  }

  void sql(const std::string& statement) {
    pqxx::connection connection(database_.url());
    pqxx::work work(connection);
    work.exec(statement);
    work.commit();
  }

  // Neither in the database, nor in what the process printed.
  void expect_hidden(const std::string& value) {
    std::string hex;
    for (const char c : value) {
      constexpr char kHex[] = "0123456789abcdef";
      hex += kHex[static_cast<unsigned char>(c) >> 4];
      hex += kHex[static_cast<unsigned char>(c) & 15];
    }
    const std::string database = whole_database();
    EXPECT_THAT(database, HasSubstr("RunStarted"));  // we do look at the right place
    EXPECT_EQ(database.find(value), std::string::npos) << database.substr(database.find(value), 200);
    EXPECT_EQ(database.find(hex), std::string::npos);
    EXPECT_THAT(process_->output(), Not(HasSubstr(value)));
  }

  HttpReceiver receiver_;
};

TEST_F(AdminVaultE2e, ConnectionsShowEverythingButTheirSecrets) {
  const std::string mail = save("mail", "smtp",
                                std::string(R"({"host":"mail.example.com","port":587,"username":"me",)") +
                                    R"("password":")" + kPassword + R"(","from":"a@example.com"})");
  const std::string api =
      save("api", "http",
           R"({"baseUrl":"https://api.example.com","headers":{"X-Key":")" + std::string(kToken) +
               R"("},"auth":{"type":"basic","username":"me","password":")" + kPassword + R"("}})");
  const std::string shop =
      save("shop", "postgres",
           R"({"url":"postgresql://me:)" + std::string(kPassword) + R"(@db.example.com/shop"})");
  const std::string listed = admin("GET", "/connections").body;
  const std::string read = admin("GET", "/connections/mail").body;
  for (const auto& shown : {mail, api, shop, listed, read}) {
    EXPECT_THAT(shown, Not(HasSubstr(kPassword)));
    EXPECT_THAT(shown, Not(HasSubstr(kToken)));
  }
  EXPECT_THAT(read, HasSubstr("mail.example.com"));
  EXPECT_THAT(texts_at(items("/connections"), "/name"), ElementsAre("api", "mail", "shop"));

  EXPECT_EQ(admin("DELETE", "/connections/shop").status, 204);
  EXPECT_EQ(admin("GET", "/connections/shop").status, 404);
}

TEST_F(AdminVaultE2e, WrongSettingsAreRefusedWithTheirPlace) {
  const auto port =
      admin("PUT", "/connections/mail",
            R"({"kind":"smtp","settings":{"host":"h","from":"a@b.c","port":70000,"tsl":"none"}})");
  EXPECT_EQ(port.status, 422) << port.body;
  const Json document = port.json();
  const auto pointers = texts_at(resolve_pointer(document, "/errors")->get_array(), "/pointer");
  EXPECT_THAT(pointers, Contains("/settings/port"));
  EXPECT_THAT(port.body, HasSubstr("tsl"));
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"mail", R"({"kind":"smtp","settings":{}})"},
      {"mail", R"({"kind":"smtp"})"},
      {"mail", R"({"kind":"fax","settings":{}})"},
      {"mail", R"({"settings":{}})"},
      {"mail", R"([])"},
      {"mail", "{"},
      {"Mail", R"({"kind":"http","settings":{"baseUrl":"http://h"}})"},
      {"api", R"({"kind":"http","settings":{"baseUrl":"file:///etc/passwd"}})"},
      {"shop", R"({"kind":"postgres","settings":{"url":"x","host":"y","database":"d","username":"u"}})"},
  };
  for (const auto& [name, body] : wrong) {
    const auto reply = admin("PUT", "/connections/" + name, body);
    EXPECT_THAT(reply.status, ::testing::AnyOf(400, 422)) << body << reply.body;
    EXPECT_EQ(reply.header("content-type"), "application/problem+json") << body;
  }
  EXPECT_TRUE(items("/connections").empty());
}

TEST_F(AdminVaultE2e, SecretReachesTheServiceAndNothingElse) {
  ASSERT_EQ(admin("PUT", "/secrets/apiToken", std::string(R"({"value":")") + kToken + R"("})").status, 204);
  EXPECT_THAT(texts_at(items("/secrets"), "/name"), ElementsAre("apiToken"));
  EXPECT_THAT(admin("GET", "/secrets").body, Not(HasSubstr(kToken)));
  // The service is so careless as to repeat it.
  receiver_.script([](const ReceivedRequest& request) {
    return ScriptedAnswer{.body = R"({"you sent":")" + request.header("x-token") + R"("})"};
  });
  const auto workflow = upload(R"(
document: { dsl: '1.0.3', namespace: test, name: secretive, version: '1.0.0' }
use: { secrets: [apiToken] }
do:
  - tell:
      call: http
      with:
        method: post
        endpoint: ')" + receiver_.url("/tell") +
                               R"('
        headers: { X-Token: '${ $secrets.apiToken }' }
        body: { hello: world }
)");
  const auto answer = post(workflow, "{}", {"Prefer: wait=20"});
  ASSERT_EQ(answer.status, 200) << answer.body;
  ASSERT_EQ(receiver_.request_count(), 1U);
  EXPECT_EQ(receiver_.requests()[0].header("x-token"), kToken);
  EXPECT_THAT(answer.body, Not(HasSubstr(kToken)));
  expect_hidden(kToken);

  // Changed: the next run sends the new value.
  ASSERT_EQ(admin("PUT", "/secrets/apiToken", R"({"value":"another-value"})").status, 204);
  ASSERT_EQ(post(workflow, "{}", {"Prefer: wait=20"}).status, 200);
  EXPECT_EQ(receiver_.requests().at(1).header("x-token"), "another-value");
}

TEST_F(AdminVaultE2e, CredentialsOfAConnectionReachTheServiceAndNothingElse) {
  save("api", "http",
       R"({"baseUrl":")" + receiver_.url("/base") + R"(","headers":{"X-Key":")" + kPassword +
           R"("},"auth":{"type":"bearer","token":")" + kToken + R"("}})");
  // First well, then failing: an error could repeat them too.
  receiver_.script([](const ReceivedRequest& request) {
    return ScriptedAnswer{.status = request.body.find("fail") == std::string::npos ? 200 : 500,
                          .body = request.header("authorization") + request.header("x-key"),
                          .content_type = "text/plain"};
  });
  const auto workflow = upload(R"(
document: { dsl: '1.0.3', namespace: test, name: connected, version: '1.0.0' }
do:
  - tell:
      call: http
      with: { connection: api, method: post, endpoint: /tell, body: { say: '${ .say }' } }
)");
  const auto well = post(workflow, R"({"say":"well"})", {"Prefer: wait=20"});
  EXPECT_EQ(well.status, 200) << well.body;
  const auto failed = post(workflow, R"({"say":"fail"})", {"Prefer: wait=20"});
  EXPECT_EQ(failed.status, 500) << failed.body;
  ASSERT_EQ(receiver_.request_count(), 2U);
  EXPECT_EQ(receiver_.requests()[0].target, "/base/tell");
  EXPECT_EQ(receiver_.requests()[0].header("authorization"), std::string("Bearer ") + kToken);
  EXPECT_EQ(receiver_.requests()[0].header("x-key"), kPassword);
  for (const char* value : {kToken, kPassword}) {
    EXPECT_THAT(well.body + failed.body, Not(HasSubstr(value)));
    expect_hidden(value);
  }
}

TEST_F(AdminVaultE2e, WhatTheLogDoesNotTakeLeavesTheOldValuesInForce) {
  const auto connection = [&](const std::string& key) {
    return R"({"kind":"http","settings":{"baseUrl":")" + receiver_.url("/base") +
           R"(","headers":{"X-Key":")" + key + R"("}}})";
  };
  ASSERT_EQ(admin("PUT", "/secrets/apiToken", R"({"value":"old-token"})").status, 204);
  ASSERT_EQ(admin("PUT", "/connections/api", connection("old-key")).status, 200);
  const auto workflow = upload(R"(
document: { dsl: '1.0.3', namespace: test, name: careful, version: '1.0.0' }
use: { secrets: [apiToken] }
do:
  - tell:
      call: http
      with: { connection: api, method: get, endpoint: /x, headers: { X-Token: '${ $secrets.apiToken }' } }
)");
  const auto credentials_sent = [&] {
    const auto answer = post(workflow, "{}", {"Prefer: wait=20"});
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto request = receiver_.requests().back();
    return request.header("x-token") + " " + request.header("x-key");
  };
  const auto act = [&] {
    return std::vector<int>{admin("DELETE", "/secrets/apiToken?force=true").status,
                            admin("DELETE", "/connections/api?force=true").status,
                            admin("PUT", "/secrets/apiToken", R"({"value":"new-token"})").status,
                            admin("PUT", "/connections/api", connection("new-key")).status};
  };

  sql("ALTER TABLE runledger.events ADD CONSTRAINT refused "
      "CHECK (stream NOT IN ('admin/secrets', 'admin/connections')) NOT VALID");
  EXPECT_THAT(act(), Each(400));
  EXPECT_EQ(credentials_sent(), "old-token old-key");

  sql("ALTER TABLE runledger.events DROP CONSTRAINT refused");
  EXPECT_THAT(act(), ElementsAre(204, 204, 204, 200));
  EXPECT_EQ(credentials_sent(), "new-token new-key");
}

TEST_F(AdminVaultE2e, WhatAnEnabledWorkflowUsesIsDeletedOnlyByForce) {
  save("api", "http", R"({"baseUrl":"https://api.example.com"})");
  ASSERT_EQ(admin("PUT", "/secrets/apiToken", R"({"value":"a-secret-value"})").status, 204);
  const std::string source = R"(
document: { dsl: '1.0.3', namespace: test, name: user, version: '1.0.0' }
use: { secrets: [apiToken] }
do:
  - tell:
      call: http
      with: { connection: api, method: get, endpoint: /x, headers: { X-Token: '${ $secrets.apiToken }' } }
)";
  upload(source);
  for (const char* path : {"/connections/api", "/secrets/apiToken"}) {
    const auto refused = admin("DELETE", path);
    EXPECT_EQ(refused.status, 409) << refused.body;
    EXPECT_EQ(refused.header("content-type"), "application/problem+json");
    EXPECT_THAT(refused.at("/detail"), HasSubstr("used by test/user"));
    EXPECT_EQ(admin("DELETE", std::string(path) + "?force=yes").status, 400);
    EXPECT_EQ(admin("DELETE", std::string(path) + "?froce=true").status, 400);
  }
  EXPECT_EQ(admin("DELETE", "/secrets/apiToken?force=true").status, 204);
  ASSERT_EQ(admin("POST", "/workflows/test/user/disable").status, 200);
  EXPECT_EQ(admin("DELETE", "/connections/api").status, 204);
  EXPECT_TRUE(items("/connections").empty());
  EXPECT_TRUE(items("/secrets").empty());
}

TEST_F(AdminVaultE2e, WrongSecretsAreRefused) {
  for (const char* body : {"", "{}", R"({"value":""})", R"({"value":7})", R"({"value":"7-bytes"})",
                           R"({"value":"long-enough","more":1})"}) {
    EXPECT_EQ(admin("PUT", "/secrets/apiToken", body).status, 400) << body;
  }
  EXPECT_EQ(admin("PUT", "/secrets/1st", R"({"value":"long-enough"})").status, 400);
  EXPECT_TRUE(items("/secrets").empty());
}

}  // namespace
}  // namespace runledger::test
