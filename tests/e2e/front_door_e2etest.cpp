// The webhook as its senders meet it, and the start by SQL.
#include <gmock/gmock.h>

#include <pqxx/pqxx>

#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr const char* kEcho = R"(
document: { dsl: '1.0.3', namespace: test, name: echo, version: '1.0.0' }
input:
  schema:
    document:
      type: object
      required: [n]
      properties:
        n: { type: integer }
        tags: { type: array, items: { type: string } }
do:
  - answer: { set: { said: '${ .n }' } }
)";
constexpr const char* kSlow = R"(
document: { dsl: '1.0.3', namespace: test, name: slow, version: '1.0.0' }
do:
  - rest: { wait: { hours: 1 } }
)";
constexpr const char* kFailing = R"(
document: { dsl: '1.0.3', namespace: test, name: failing, version: '1.0.0' }
do:
  - fail:
      raise: { error: { type: 'https://example.com/no', status: 422, title: No, detail: never } }
)";

class FrontDoorE2e : public ServerFixture {
 protected:
  void SetUp() override {
    start_server();
    echo_ = upload(kEcho);
  }

  Reply deliver(const std::string& body, const std::string& type = "application/json") {
    return send("POST", echo_.webhook_url, {bearer(echo_.api_key), "Content-Type: " + type}, body);
  }

  UploadedWorkflow echo_;
};

// All but what names this occurrence.
std::string comparable(const Reply& reply) {
  std::string out = std::to_string(reply.status) + '\n';
  for (const auto& [name, value] : reply.headers) {
    out += name + ": " + (name == "date" || name == "x-request-id" ? "*" : value) + '\n';
  }
  return out + reply.body;
}

TEST_F(FrontDoorE2e, WithoutItsKeyAWebhookLooksLikeOneThatIsNotThere) {
  const auto other = upload(kSlow);
  ASSERT_EQ(admin("POST", "/workflows/test/slow/disable").status, 200);
  const std::string unknown = url_ + "/webhooks/aaaaaaaaaaaaaaaaaaaaaaaaaa";
  const std::string expected = comparable(send("POST", unknown, {"Content-Type: application/json"}, "{}"));
  EXPECT_THAT(expected, AllOf(HasSubstr("401\n"), HasSubstr("www-authenticate: Bearer")));
  const std::vector<RequestHeaders> strangers = {
      {},
      {bearer("rl_wrong")},
      {bearer(other.api_key)},  // a valid key, of another workflow
      {"Authorization: Basic Og=="},
      {bearer(std::string(2000, 'x'))},
      {bearer("an-admin-token-for-the-tests")},
  };
  for (const auto& stranger : strangers) {
    for (const std::string& webhook : {echo_.webhook_url, unknown}) {
      for (const std::string body : {"{}", "{", R"({"n":1})"}) {
        RequestHeaders headers = stranger;
        headers.push_back("Content-Type: application/json");
        EXPECT_EQ(comparable(send("POST", webhook, headers, body)), expected) << webhook;
      }
      EXPECT_EQ(comparable(send("GET", webhook + "/runs/01900000-0000-7000-8000-000000000000", stranger)),
                expected);
    }
  }
  EXPECT_EQ(comparable(send("POST", other.webhook_url, {bearer(echo_.api_key)}, "{}")), expected);
  EXPECT_TRUE(items("/runs").empty());
}

TEST_F(FrontDoorE2e, MalformedJsonIsRefusedWithItsPlace) {
  const auto refused = deliver("{\n  \"n\": 1,\n  \"m\": nul\n}");
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_EQ(refused.header("content-type"), "application/problem+json");
  EXPECT_THAT(refused.at("/detail"), AllOf(HasSubstr("line 3"), HasSubstr("column")));
  for (const std::string& body :
       {std::string(), std::string("{\"n\":1} x"), std::string("\xEF\xBB\xBF{\"n\":1}"),
        std::string("{\"n\":1,}"), std::string("{'n':1}"), std::string("{\"n\":01}"),
        std::string("{\"n\":\"\xFF\"}"), std::string("{\"n\":\"\\ud800\"}"), std::string(100'000, '['),
        "{\"n\":" + std::string(100, '[') + std::string(100, ']') + "}"}) {
    const auto reply = deliver(body);
    EXPECT_EQ(reply.status, 400) << body.substr(0, 40) << reply.body;
    EXPECT_FALSE(reply.at("/detail").empty()) << body.substr(0, 40);
  }
  EXPECT_TRUE(items("/runs").empty());
}

TEST_F(FrontDoorE2e, ContentThatDoesNotFitIsRefusedWithEveryPlace) {
  const auto refused = deliver(R"({"n":"1","tags":["a",2]})");
  EXPECT_EQ(refused.status, 422) << refused.body;
  const Json document = refused.json();
  ASSERT_NE(resolve_pointer(document, "/errors"), nullptr) << refused.body;
  const auto pointers = texts_at(resolve_pointer(document, "/errors")->get_array(), "/pointer");
  EXPECT_THAT(pointers, Contains("/n"));
  EXPECT_THAT(pointers, Contains("/tags/1"));
  EXPECT_THAT(deliver("{}").at("/errors/0/detail"), HasSubstr("n"));
  EXPECT_EQ(deliver("7").status, 422);
  EXPECT_TRUE(items("/runs").empty());
}

TEST_F(FrontDoorE2e, WrongTypesSizesAndMethodsAreRefused) {
  EXPECT_EQ(deliver(R"({"n":1})", "text/plain").status, 415);
  EXPECT_EQ(deliver(R"({"n":1})", "application/json; charset=latin1").status, 415);
  EXPECT_EQ(deliver(R"({"n":1})", "application/json; charset=UTF-8").status, 202);
  EXPECT_EQ(deliver(R"({"n":1})", "application/cloudevents+json").status, 202);
  const auto large = deliver(R"({"n":1,"x":")" + std::string(1024 * 1024, 'x') + "\"}");
  EXPECT_EQ(large.status, 413) << large.body;
  EXPECT_EQ(large.header("content-type"), "application/problem+json");
  const auto wrong_method = send("PUT", echo_.webhook_url, {bearer(echo_.api_key)}, "{}");
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_THAT(wrong_method.header("allow"), HasSubstr("POST"));
  EXPECT_EQ(send("GET", url_ + "/nowhere").status, 404);
}

TEST_F(FrontDoorE2e, WaitedForAnswerIsTheOutputOrThePromise) {
  const auto ended = post(echo_, R"({"n":4})", {"Prefer: wait=20"});
  EXPECT_EQ(ended.status, 200) << ended.body;
  EXPECT_EQ(ended.body, R"({"said":4})");
  EXPECT_EQ(ended.header("preference-applied"), "wait=20");
  EXPECT_EQ(status_of(ended.header("x-run-id")), "completed");

  const auto failed = post(upload(kFailing), "{}", {"Prefer: wait=20"});
  EXPECT_EQ(failed.status, 422) << failed.body;
  EXPECT_EQ(failed.at("/type"), "https://example.com/no");
  EXPECT_EQ(status_of(failed.at("/runId")), "faulted");

  const auto late = post(upload(kSlow), "{}", {"Prefer: respond-async, wait=1"});
  EXPECT_EQ(late.status, 202) << late.body;
  EXPECT_EQ(status_of(late.at("/runId")), "waiting");
}

TEST_F(FrontDoorE2e, StatusUrlWantsTheKeyOfItsWorkflow) {
  const auto other = upload(kFailing);
  const auto accepted = post(echo_, R"({"n":4})");
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  const std::string status_url = accepted.at("/statusUrl");
  EXPECT_EQ(accepted.header("location"), status_url);
  Reply status;
  EXPECT_TRUE(eventually([&] {
    status = send("GET", status_url, {bearer(echo_.api_key)});
    return status.at("/status") == "completed";
  })) << status.body;
  EXPECT_EQ(status.at("/output"), R"({"said":4})");
  EXPECT_EQ(status.at("/runId"), accepted.at("/runId"));

  EXPECT_EQ(send("GET", status_url, {bearer(other.api_key)}).status, 401);
  EXPECT_EQ(send("GET", status_url).status, 401);
  // The run of one workflow below the webhook of another, with that one's key.
  const std::string elsewhere = other.webhook_url + "/runs/" + accepted.at("/runId");
  EXPECT_EQ(send("GET", elsewhere, {bearer(other.api_key)}).status, 404);

  const auto failed = post(other, "{}");
  ended_run(failed.at("/runId"));
  const auto failure = send("GET", failed.at("/statusUrl"), {bearer(other.api_key)});
  EXPECT_EQ(failure.at("/status"), "faulted");
  EXPECT_EQ(failure.at("/error/title"), "No");
}

TEST_F(FrontDoorE2e, SqlStartsARunWithItsTransaction) {
  pqxx::connection connection(database_.url());
  std::string run;
  {
    pqxx::work work(connection);
    work.exec("SELECT runledger.start('test/echo', '{\"n\": 1}'::json)");
    work.abort();
  }
  {
    pqxx::work work(connection);
    run = work.exec("SELECT runledger.start('test/echo', '{\"n\": 9007199254740993}'::json)::text")[0][0]
              .as<std::string>();
    work.commit();
  }
  EXPECT_TRUE(eventually([&] { return status_of(run) == "completed"; })) << status_of(run);
  const Json ended = ended_run(run);
  EXPECT_EQ(text_at(ended, "/trigger"), "sql");
  EXPECT_EQ(text_at(ended, "/output"), R"({"said":9007199254740993})");
  EXPECT_EQ(items("/runs").size(), 1U);  // not the one that was rolled back

  pqxx::work work(connection);
  EXPECT_THROW(work.exec("SELECT runledger.start('no/such', '{}'::json)"), pqxx::sql_error);
}

}  // namespace
}  // namespace runledger::test
