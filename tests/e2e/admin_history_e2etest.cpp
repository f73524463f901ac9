// What an admin reads of the past: runs, their events, requests and errors.
#include <gmock/gmock.h>

#include <boost/json/array.hpp>

#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"
#include "workflow/base/sha256.hpp"

namespace runledger::test {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

// n < 0 fails, n > 99 waits long, all others complete.
constexpr const char* kNumbers = R"(
document: { dsl: '1.0.3', namespace: test, name: numbers, version: '1.0.0' }
input:
  schema: { document: { type: object, required: [n], properties: { n: { type: integer } } } }
do:
  - check:
      switch:
        - negative: { when: '${ .n < 0 }', then: fail }
        - large: { when: '${ .n > 99 }', then: rest }
        - other: { then: answer }
  - fail:
      raise: { error: { type: 'https://example.com/negative', status: 422, title: Negative, detail: '${ "it is " + (.n | tostring) }' } }
  - rest:
      wait: { hours: 1 }
  - answer:
      set: { n: '${ .n }' }
)";
constexpr const char* kOther = R"(
document: { dsl: '1.0.3', namespace: test, name: other, version: '1.0.0' }
do:
  - answer: { set: { ok: true } }
)";

class AdminHistoryE2e : public ServerFixture {
 protected:
  void SetUp() override {
    start_server();
    numbers_ = upload(kNumbers);
  }

  // Accepted with this number; the run's id.
  std::string run_of(int n) {
    const auto accepted = post(numbers_, "{\"n\":" + std::to_string(n) + "}");
    EXPECT_EQ(accepted.status, 202) << accepted.body;
    return accepted.at("/runId");
  }
  void wait_for_status(const std::string& run, const std::string& status) {
    EXPECT_TRUE(eventually([&] { return status_of(run) == status; })) << run << ": " << status_of(run);
  }
  std::vector<std::string> runs(const std::string& query) { return texts_at(items("/runs" + query), "/id"); }

  UploadedWorkflow numbers_;
};

TEST_F(AdminHistoryE2e, EachFilterOfRunsSelects) {
  const auto other = upload(kOther);
  const std::string done = run_of(1);
  wait_for_status(done, "completed");
  const std::string failed = run_of(-1);
  wait_for_status(failed, "faulted");
  const std::string waiting = run_of(100);
  wait_for_status(waiting, "waiting");
  const std::string elsewhere = post(other, "{}").at("/runId");
  wait_for_status(elsewhere, "completed");

  EXPECT_THAT(runs(""), ElementsAre(elsewhere, waiting, failed, done));
  EXPECT_THAT(runs("?workflow=test/other"), ElementsAre(elsewhere));
  EXPECT_THAT(runs("?workflow=test/nosuch"), IsEmpty());
  EXPECT_THAT(runs("?status=completed"), ElementsAre(elsewhere, done));
  EXPECT_THAT(runs("?status=faulted"), ElementsAre(failed));
  EXPECT_THAT(runs("?status=waiting"), ElementsAre(waiting));
  EXPECT_THAT(runs("?status=quarantined"), IsEmpty());
  EXPECT_THAT(runs("?status=completed&workflow=test/numbers"), ElementsAre(done));
  const std::string began = text_at(admin("GET", "/runs/" + waiting).json(), "/startedAt");
  EXPECT_THAT(runs("?startedFrom=" + began), ElementsAre(elsewhere, waiting));
  EXPECT_THAT(runs("?startedBefore=" + began), ElementsAre(failed, done));
}

TEST_F(AdminHistoryE2e, RunTellsItsStoryFromInputToError) {
  const std::string failed = run_of(-5);
  const Json run = ended_run(failed);
  EXPECT_EQ(text_at(run, "/input"), R"({"n":-5})");
  EXPECT_EQ(text_at(run, "/task"), "/do/1/fail");
  EXPECT_EQ(text_at(run, "/error/type"), "https://example.com/negative");
  EXPECT_EQ(text_at(run, "/error/detail"), "it is -5");
  EXPECT_EQ(text_at(run, "/error/instance"), "/do/1/fail");
  EXPECT_EQ(text_at(run, "/trigger"), "webhook");
  EXPECT_EQ(text_at(run, "/output"), "null");

  const JsonArray events = items("/runs/" + failed + "/events");
  const auto types = texts_at(events, "/type");
  ASSERT_FALSE(types.empty());
  EXPECT_EQ(types.front(), "RunStarted");
  EXPECT_EQ(types.back(), "RunFaulted");
  EXPECT_THAT(types, IsSupersetOf({"TaskCompleted", "TaskFaulted"}));
  EXPECT_EQ(text_at(run, "/eventCount"), std::to_string(events.size()));
  EXPECT_EQ(text_at(events.back(), "/position"), text_at(run, "/lastPosition"));
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(text_at(events[i], "/version"), std::to_string(i + 1));
    EXPECT_EQ(text_at(events[i], "/leafHash").size(), 64U);
    EXPECT_EQ(text_at(events[i], "/runId"), failed);
  }
  EXPECT_EQ(texts_at(items_of_all_pages("/runs/" + failed + "/events?limit=2"), "/id"),
            texts_at(events, "/id"));
}

TEST_F(AdminHistoryE2e, PagesHaveNeitherGapsNorRepeatsAlsoWhenRunsComeIn) {
  std::vector<std::string> expected;
  for (int n = 0; n < 7; ++n) expected.insert(expected.begin(), run_of(n));
  EXPECT_EQ(texts_at(items_of_all_pages("/runs?limit=3"), "/id"), expected);
  EXPECT_EQ(texts_at(items_of_all_pages("/runs?limit=7"), "/id"), expected);
  EXPECT_EQ(texts_at(items_of_all_pages("/requests?limit=2"), "/runId"), expected);

  const Json first = admin("GET", "/runs?limit=3").json();
  run_of(7);
  const auto rest = texts_at(items("/runs?limit=200&cursor=" + text_at(first, "/next")), "/id");
  EXPECT_EQ(rest, std::vector<std::string>(expected.begin() + 3, expected.end()));
}

TEST_F(AdminHistoryE2e, AcceptedRequestKeepsItsExactBytes) {
  const std::string body = "{ \"n\" :\t1,\r\n \"\\u0041\": \"\xC3\xA4\", \"price\": 0.10 }  ";
  const auto accepted = post(numbers_, body);
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  const std::string path = "/requests/" + accepted.at("/requestId");
  const auto bytes = admin("GET", path + "/body");
  EXPECT_EQ(bytes.body, body);
  EXPECT_EQ(bytes.header("content-type"), "application/octet-stream");
  EXPECT_EQ(bytes.header("x-content-type-options"), "nosniff");
  const Json request = admin("GET", path).json();
  EXPECT_EQ(text_at(request, "/bodySha256"), sha256_hex(body));
  EXPECT_EQ(text_at(request, "/bodyBytes"), std::to_string(body.size()));
  EXPECT_EQ(text_at(request, "/runId"), accepted.at("/runId"));
}

TEST_F(AdminHistoryE2e, RefusedRequestsAreInTheActivityLogWithTheirReason) {
  const auto refuse = [this](const std::string& body, const std::string& type, const std::string& key) {
    return send("POST", numbers_.webhook_url, {bearer(key), "Content-Type: " + type}, body).status;
  };
  EXPECT_EQ(refuse("{}", "application/json", "rl_wrong"), 401);
  EXPECT_EQ(refuse("{}", "text/plain", numbers_.api_key), 415);
  EXPECT_EQ(refuse("{", "application/json", numbers_.api_key), 400);
  EXPECT_EQ(refuse(R"({"n":"1"})", "application/json", numbers_.api_key), 422);
  EXPECT_EQ(refuse(std::string(1024 * 1024 + 1, ' '), "application/json", numbers_.api_key), 413);
  EXPECT_EQ(send("GET", numbers_.webhook_url).status, 405);
  EXPECT_EQ(send("POST", url_ + "/webhooks/nosuch", {}, "{}").status, 401);
  run_of(1);

  // They are recorded after they were answered.
  EXPECT_TRUE(eventually([&] { return items("/requests?accepted=false").size() == 7; }));
  const JsonArray refused = items("/requests?accepted=false");
  EXPECT_THAT(texts_at(refused, "/reason"),
              ::testing::UnorderedElementsAre("invalid_key", "invalid_key", "unsupported_media_type",
                                              "malformed_json", "schema_violation", "too_large",
                                              "method_not_allowed"));
  EXPECT_THAT(texts_at(refused, "/runId"), Each("null"));
  EXPECT_THAT(texts_at(refused, "/workflow"), Contains("null"));  // of no workflow
  const JsonArray violations = items("/requests?reason=schema_violation");
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(text_at(violations[0], "/status"), "422");
  EXPECT_THAT(text_at(violations[0], "/detail"), HasSubstr("/n"));
  EXPECT_EQ(items("/requests?accepted=true").size(), 1U);
  EXPECT_EQ(items("/requests?workflow=test/numbers").size(), 7U);
  EXPECT_EQ(items("/runs").size(), 1U);
}

TEST_F(AdminHistoryE2e, ErrorsAreGroupedByWhatFailed) {
  EXPECT_THAT(items("/errors"), IsEmpty());
  const std::string first = run_of(-1);
  ended_run(first);
  const std::string second = run_of(-2);
  ended_run(second);
  const JsonArray groups = items("/errors");
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(text_at(groups[0], "/workflow"), "test/numbers");
  EXPECT_EQ(text_at(groups[0], "/task"), "/do/1/fail");
  EXPECT_EQ(text_at(groups[0], "/title"), "Negative");
  EXPECT_EQ(text_at(groups[0], "/count"), "2");
  EXPECT_EQ(text_at(groups[0], "/sampleRunId"), second);
  EXPECT_EQ(text_at(groups[0], "/sampleDetail"), "it is -2");
}

}  // namespace
}  // namespace runledger::test
