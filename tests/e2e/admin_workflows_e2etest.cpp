// Workflows and their API keys, as an admin handles them.
#include <gmock/gmock.h>

#include "tests/e2e/server_fixture.hpp"

namespace runledger::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string echo(const std::string& version, const std::string& value = "${ .n }") {
  return "document: { dsl: '1.0.3', namespace: test, name: echo, version: '" + version +
         "' }\n"
         "do:\n  - keep:\n      set: { said: '" +
         value + "' }\n";
}

class AdminWorkflowsE2e : public ServerFixture {
 protected:
  void SetUp() override { start_server(); }
};

TEST_F(AdminWorkflowsE2e, WorkflowIsCreatedListedAndReadWithItsSource) {
  const auto created = admin("POST", "/workflows", echo("1.0.0"));
  ASSERT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(created.at("/workflow"), "test/echo");
  EXPECT_EQ(created.at("/webhookUrl"), url_ + "/webhooks/" + created.at("/workflowId"));
  EXPECT_GE(created.at("/workflowId").size(), 26U);  // 128 bits cannot be guessed
  EXPECT_EQ(created.at("/enabled"), "true");
  EXPECT_EQ(created.header("location"), "/admin/v1/workflows/test/echo");

  EXPECT_THAT(texts_at(items("/workflows"), "/workflow"), ElementsAre("test/echo"));
  const auto read = admin("GET", "/workflows/test/echo");
  EXPECT_EQ(read.at("/workflowId"), created.at("/workflowId"));
  EXPECT_EQ(read.at("/hash"), created.at("/hash"));
  EXPECT_EQ(admin("GET", "/workflows/test/echo/versions/1.0.0").at("/source"), echo("1.0.0"));
}

TEST_F(AdminWorkflowsE2e, UploadNamesEveryConnectionAndSecretThatIsMissing) {
  const auto refused = admin("POST", "/workflows", R"(
document: { dsl: '1.0.3', namespace: test, name: needy, version: '1.0.0' }
use:
  secrets: [pass-one, pass-two]
do:
  - note: { call: 'postgres:1.0.0@default', with: { connection: shop-one, statement: 'SELECT 1' } }
  - more: { call: 'postgres:1.0.0@default', with: { connection: shop-two, statement: 'SELECT 1' } }
)");
  EXPECT_EQ(refused.status, 422) << refused.body;
  for (const char* name :
       {"connections/shop-one", "connections/shop-two", "secrets/pass-one", "secrets/pass-two"}) {
    EXPECT_THAT(refused.at("/detail"), HasSubstr(std::string("PUT /admin/v1/") + name));
  }
}

TEST_F(AdminWorkflowsE2e, UploadNamesTheConnectionsThatAreOfAnotherKind) {
  save_connection("mail", "smtp", R"({"host":"127.0.0.1","port":25,"from":"a@example.com"})");
  const std::string sends = R"(
document: { dsl: '1.0.3', namespace: test, name: sends, version: '1.0.0' }
do:
  - tell: { call: 'email:1.0.0@default', with: { connection: mail, to: b@example.com, subject: s, text: t } }
)";
  EXPECT_EQ(admin("POST", "/workflows", sends).status, 201);
  const auto refused = admin("POST", "/workflows", R"(
document: { dsl: '1.0.3', namespace: test, name: mixes, version: '1.0.0' }
do:
  - note: { call: 'postgres:1.0.0@default', with: { connection: mail, statement: 'SELECT 1' } }
)");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_THAT(
      refused.at("/detail"),
      HasSubstr("'mail' is of kind smtp, and the call of postgres that names it needs one of kind postgres"));
}

TEST_F(AdminWorkflowsE2e, VersionsAreAddedAndNeverChange) {
  const auto first = admin("POST", "/workflows", echo("1.0.0"));
  ASSERT_EQ(first.status, 201) << first.body;
  const auto same = admin("POST", "/workflows", "# only a comment\n" + echo("1.0.0"));
  EXPECT_EQ(same.status, 200) << same.body;
  EXPECT_EQ(same.at("/hash"), first.at("/hash"));
  const auto other = admin("POST", "/workflows", echo("1.0.0", "changed"));
  EXPECT_EQ(other.status, 409) << other.body;
  EXPECT_THAT(other.at("/detail"), HasSubstr("1.0.0"));

  const auto second = admin("POST", "/workflows", echo("1.1.0", "${ .n * 2 }"));
  EXPECT_EQ(second.status, 201) << second.body;
  EXPECT_EQ(second.at("/workflowId"), first.at("/workflowId"));
  EXPECT_THAT(texts_at(items("/workflows/test/echo/versions"), "/version"), ElementsAre("1.1.0", "1.0.0"));
  EXPECT_EQ(admin("GET", "/workflows/test/echo").at("/version"), "1.1.0");
  EXPECT_EQ(admin("GET", "/workflows/test/echo/versions/2.0.0").status, 404);
}

TEST_F(AdminWorkflowsE2e, NewVersionIsUsedByTheNextRequest) {
  const auto workflow = upload(echo("1.0.0"));
  EXPECT_EQ(post(workflow, R"({"n":4})", {"Prefer: wait=20"}).at("/said"), "4");
  ASSERT_EQ(admin("POST", "/workflows", echo("1.1.0", "${ .n * 2 }")).status, 201);
  EXPECT_EQ(post(workflow, R"({"n":4})", {"Prefer: wait=20"}).at("/said"), "8");
  EXPECT_THAT(texts_at(items("/runs"), "/version"), ElementsAre("1.1.0", "1.0.0"));
}

TEST_F(AdminWorkflowsE2e, EveryProblemOfADefinitionIsListedWithItsPlace) {
  const auto refused =
      admin("POST", "/workflows", R"(document: { dsl: '1.0.3', namespace: test, name: bad, version: 'one' }
do:
  - first:
      sett: { a: 1 }
  - second:
      wait: { hourz: 1 }
  - third:
      set: { a: '${ .b | nosuch }' }
)");
  EXPECT_EQ(refused.status, 422) << refused.body;
  const Json document = refused.json();
  ASSERT_NE(resolve_pointer(document, "/errors"), nullptr) << refused.body;
  const auto& errors = resolve_pointer(document, "/errors")->get_array();
  EXPECT_THAT(texts_at(errors, "/pointer"), Contains(HasSubstr("/document/version")));
  EXPECT_THAT(texts_at(errors, "/pointer"), Contains(HasSubstr("/do/0/first")));
  EXPECT_THAT(texts_at(errors, "/pointer"), Contains(HasSubstr("/do/1/second")));
  EXPECT_THAT(texts_at(errors, "/pointer"), Contains(HasSubstr("/do/2/third")));
  EXPECT_THAT(texts_at(errors, "/detail"),
              Contains(AllOf(StartsWith("3:5: "), HasSubstr("`sett`; did you mean `set`?"))));
  EXPECT_THAT(texts_at(errors, "/detail"),
              Contains(AllOf(StartsWith("6:15: "), HasSubstr("did you mean `hours`?"))));
  EXPECT_TRUE(items("/workflows").empty());
}

TEST_F(AdminWorkflowsE2e, WhatIsNoDefinitionAtAllIsRefused) {
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("a: [1"), std::string("\x00\xFF\xFE", 3),
        std::string("a: &a [*a]"), std::string(10'000, '[')}) {
    EXPECT_EQ(admin("POST", "/workflows", body).status, 422) << body.substr(0, 20);
  }
}

TEST_F(AdminWorkflowsE2e, MissingConnectionsAndSecretsAreNamedAtUpload) {
  const auto connection = admin("POST", "/workflows", R"(
document: { dsl: '1.0.3', namespace: test, name: needy, version: '1.0.0' }
do:
  - tell:
      call: http
      with: { connection: nowhere, method: post, endpoint: /x, body: {} }
)");
  EXPECT_THAT(connection.status, ::testing::AnyOf(400, 422)) << connection.body;
  EXPECT_THAT(connection.body, HasSubstr("'nowhere'"));
  const auto secret = admin("POST", "/workflows", R"(
document: { dsl: '1.0.3', namespace: test, name: needy, version: '1.0.0' }
use: { secrets: [hidden] }
do:
  - tell:
      call: http
      with: { method: get, endpoint: 'http://127.0.0.1/', headers: { X-Token: '${ $secrets.hidden }' } }
)");
  EXPECT_THAT(secret.status, ::testing::AnyOf(400, 422)) << secret.body;
  EXPECT_THAT(secret.body, HasSubstr("'hidden'"));
}

TEST_F(AdminWorkflowsE2e, DisabledWorkflowIsGoneForItsSendersAndHiddenFromStrangers) {
  const auto workflow = upload(echo("1.0.0"));
  EXPECT_EQ(admin("POST", "/workflows/test/echo/disable").at("/enabled"), "false");
  EXPECT_EQ(admin("POST", "/workflows/test/echo/disable").status, 200);  // again: the same
  EXPECT_EQ(post(workflow, "{}").status, 404);
  EXPECT_EQ(send("POST", workflow.webhook_url, {"Content-Type: application/json"}, "{}").status, 401);
  EXPECT_EQ(admin("GET", "/workflows/test/echo").at("/enabled"), "false");
  EXPECT_EQ(admin("POST", "/workflows/test/echo/enable").at("/enabled"), "true");
  EXPECT_EQ(post(workflow, "{}").status, 202);
}

TEST_F(AdminWorkflowsE2e, ApiKeyIsShownOnceAndRevokedAtOnce) {
  const auto workflow = upload(echo("1.0.0"));
  const auto created = admin("POST", "/api-keys", R"({"workflow":"test/echo","name":"the shop"})");
  ASSERT_EQ(created.status, 201) << created.body;
  const std::string key = created.at("/key");
  EXPECT_GE(key.size(), 43U);  // 256 bits
  EXPECT_EQ(created.header("cache-control"), "no-store");
  UploadedWorkflow with_key = workflow;
  with_key.api_key = key;
  EXPECT_EQ(post(with_key, "{}").status, 202);

  const auto listed = admin("GET", "/api-keys?workflow=test/echo");
  EXPECT_THAT(listed.body, Not(HasSubstr(key)));
  EXPECT_THAT(texts_at(items("/api-keys"), "/name"), Contains("the shop"));
  EXPECT_TRUE(key.starts_with(created.at("/prefix")));

  EXPECT_EQ(admin("DELETE", "/api-keys/" + created.at("/id")).status, 204);
  EXPECT_EQ(post(with_key, "{}").status, 401);
  EXPECT_EQ(post(workflow, "{}").status, 202);  // the other key still opens it
  EXPECT_EQ(admin("POST", "/api-keys", R"({"workflow":"no/such","name":"x"})").status, 404);

  restart_after_kill();
  EXPECT_EQ(post(with_key, "{}").status, 401);
  EXPECT_EQ(post(workflow, "{}").status, 202);
}

}  // namespace
}  // namespace runledger::test
