// Retry: the same run goes on from the failed task. Rerun: a new run from the same payload.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include "tests/e2e/server_fixture.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class AdminReplayE2e : public ServerFixture {
 protected:
  void SetUp() override {
    start_server();
    save_connection("target", "http", R"({"baseUrl":")" + receiver_.url() + R"("})");
    receiver_.script([this](const ReceivedRequest& request) {
      const bool ill = request.target == "/second" && second_is_ill_.load();
      return ScriptedAnswer{.status = ill ? 503 : 200, .body = R"({"from":")" + request.target + R"("})"};
    });
    steps_ = upload(definition("1.0.0", "second"));
  }

  // Three calls one after the other; each output is the input of the next, and the last is the run's.
  static std::string definition(const std::string& version, const std::string& second) {
    const auto call = [](const std::string& name) {
      return "  - " + name +
             ":\n      call: http\n      with: { connection: target, method: post, endpoint: /" + name +
             ", body: '${ . }' }\n";
    };
    return "document: { dsl: '1.0.3', namespace: test, name: steps, version: '" + version + "' }\ndo:\n" +
           call("first") + call(second) + call("third");
  }

  std::size_t calls(const std::string& target) const {
    const auto requests = receiver_.requests();
    return static_cast<std::size_t>(std::count_if(
        requests.begin(), requests.end(), [&](const ReceivedRequest& r) { return r.target == target; }));
  }

  std::string failed_run() {
    const std::string run = post(steps_, R"({"n":1})").at("/runId");
    EXPECT_EQ(text_at(ended_run(run), "/status"), "faulted");
    return run;
  }

  std::atomic<bool> second_is_ill_{true};
  HttpReceiver receiver_;
  UploadedWorkflow steps_;
};

TEST_F(AdminReplayE2e, RetryGoesOnFromTheFailedTaskAndRepeatsNoGoodOne) {
  const std::string run = failed_run();
  EXPECT_EQ(calls("/first"), 1U);
  EXPECT_EQ(calls("/second"), 1U);
  EXPECT_EQ(items("/errors").size(), 1U);

  // Still ill: it fails again, and may be retried again.
  ASSERT_EQ(admin("POST", "/runs/" + run + "/retry").status, 202);
  EXPECT_EQ(text_at(ended_run(run), "/status"), "faulted");
  EXPECT_EQ(calls("/second"), 2U);

  second_is_ill_ = false;
  const auto retried = admin("POST", "/runs/" + run + "/retry", R"({"reason":"the service is well again"})");
  ASSERT_EQ(retried.status, 202) << retried.body;
  EXPECT_EQ(retried.at("/runId"), run);
  const Json ended = ended_run(run);
  EXPECT_EQ(text_at(ended, "/status"), "completed") << write_json(ended);
  EXPECT_EQ(text_at(ended, "/output"), R"({"from":"/third"})");
  EXPECT_EQ(calls("/first"), 1U);
  EXPECT_EQ(calls("/second"), 3U);
  EXPECT_EQ(calls("/third"), 1U);
  EXPECT_EQ(receiver_.requests().at(3).body, R"({"from":"/first"})");  // the good task's result was kept
  EXPECT_TRUE(items("/errors").empty());
  EXPECT_EQ(items("/runs").size(), 1U);

  const JsonArray events = items("/runs/" + run + "/events?limit=200");
  const auto retry = std::find_if(events.rbegin(), events.rend(),
                                  [](const Json& event) { return text_at(event, "/type") == "RunRetried"; });
  ASSERT_NE(retry, events.rend());
  EXPECT_EQ(text_at(*retry, "/data/reason"), "the service is well again");
  EXPECT_THAT(text_at(*retry, "/actor"), HasSubstr("admin:"));
}

TEST_F(AdminReplayE2e, RetryHappensOnceHoweverManyAskAtTheSameTime) {
  const std::string run = failed_run();
  second_is_ill_ = false;
  std::array<int, 8> statuses{};
  std::vector<std::thread> admins;
  for (int& status : statuses) {
    admins.emplace_back([&] { status = admin("POST", "/runs/" + run + "/retry").status; });
  }
  for (auto& one : admins) one.join();
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 202), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), 7);
  EXPECT_EQ(text_at(ended_run(run), "/status"), "completed");
  EXPECT_EQ(calls("/second"), 2U);
  EXPECT_EQ(calls("/third"), 1U);
}

TEST_F(AdminReplayE2e, RunThatHasNotFailedCannotBeRetried) {
  second_is_ill_ = false;
  const std::string run = post(steps_, R"({"n":1})").at("/runId");
  EXPECT_EQ(text_at(ended_run(run), "/status"), "completed");
  const auto retried = admin("POST", "/runs/" + run + "/retry");
  EXPECT_EQ(retried.status, 409) << retried.body;
  EXPECT_EQ(receiver_.request_count(), 3U);
}

TEST_F(AdminReplayE2e, RetrySurvivesAKillInBetween) {
  const std::string run = failed_run();
  restart_after_kill();
  second_is_ill_ = false;
  ASSERT_EQ(admin("POST", "/runs/" + run + "/retry").status, 202);
  EXPECT_EQ(text_at(ended_run(run), "/status"), "completed");
  EXPECT_EQ(calls("/first"), 1U);
}

TEST_F(AdminReplayE2e, RerunIsANewRunOfTheSamePayloadAndLeavesTheOldOneAlone) {
  const std::string old_run = failed_run();
  second_is_ill_ = false;
  const auto rerun = admin("POST", "/runs/" + old_run + "/rerun");
  ASSERT_EQ(rerun.status, 202) << rerun.body;
  const std::string new_run = rerun.at("/runId");
  EXPECT_NE(new_run, old_run);
  EXPECT_EQ(rerun.at("/rerunOf"), old_run);

  const Json ended = ended_run(new_run);
  EXPECT_EQ(text_at(ended, "/status"), "completed");
  EXPECT_EQ(text_at(ended, "/rerunOf"), old_run);
  EXPECT_EQ(text_at(ended, "/trigger"), "rerun");
  EXPECT_EQ(text_at(ended, "/input"), R"({"n":1})");
  EXPECT_EQ(calls("/first"), 2U);
  EXPECT_EQ(status_of(old_run), "faulted");
}

TEST_F(AdminReplayE2e, RerunTakesTheCurrentVersionOrTheSame) {
  const std::string old_run = failed_run();
  ASSERT_EQ(admin("POST", "/workflows", definition("2.0.0", "better")).status, 201);
  const auto current = admin("POST", "/runs/" + old_run + "/rerun", R"({"version":"current"})");
  EXPECT_EQ(text_at(ended_run(current.at("/runId")), "/status"), "completed");
  EXPECT_EQ(calls("/better"), 1U);
  const auto same =
      admin("POST", "/runs/" + old_run + "/rerun", R"({"version":"same","reason":"was it the data?"})");
  const Json ended = ended_run(same.at("/runId"));
  EXPECT_EQ(text_at(ended, "/status"), "faulted");
  EXPECT_EQ(text_at(ended, "/version"), "1.0.0");
  EXPECT_EQ(texts_at(items("/runs/" + same.at("/runId") + "/events?limit=1"), "/data/reason"),
            std::vector<std::string>{"was it the data?"});
  EXPECT_EQ(admin("POST", "/runs/" + old_run + "/rerun", R"({"version":"3.0.0"})").status, 400);

  ASSERT_EQ(admin("POST", "/workflows/test/steps/disable").status, 200);
  EXPECT_EQ(admin("POST", "/runs/" + old_run + "/rerun").status, 409);
}

}  // namespace
}  // namespace runledger::test
