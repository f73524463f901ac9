// A service that is down, a stop in the middle of work, and hands that reach for the log.
#include <gmock/gmock.h>
#include <pqxx/pqxx>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/loopback_socket.hpp"

namespace runledger::test {
namespace {

using ::testing::HasSubstr;

class FaultsE2e : public ServerFixture {
 protected:
  void SetUp() override { start_server(); }

  pqxx::result query(const std::string& statement) {
    pqxx::connection connection(database_.url());
    pqxx::work work(connection);
    return work.exec(statement);
  }
  void point_target_at(const std::string& base_url) {
    save_connection("target", "http", R"({"baseUrl":")" + base_url + R"("})");
  }
  std::ptrdiff_t count_of(const std::string& run, const std::string& type) {
    const auto types = event_types(run);
    return std::count(types.begin(), types.end(), type);
  }

  HttpReceiver receiver_;
};

TEST_F(FaultsE2e, CallToAHostThatIsDownIsRepeatedThenTheRunFailsAndRetryRepairsIt) {
  point_target_at("http://127.0.0.1:" + std::to_string(closed_port()));
  const auto workflow = upload(R"(
document: { dsl: '1.0.3', namespace: test, name: patient, version: '1.0.0' }
do:
  - deliver:
      try:
        - tell:
            call: http
            with: { connection: target, method: post, endpoint: /tell, body: '${ . }' }
      catch:
        retry:
          delay: { milliseconds: 20 }
          backoff: { constant: {} }
          limit: { attempt: { count: 3 } }
)");
  const std::string run = post(workflow, R"({"n":1})").at("/runId");
  const Json failed = ended_run(run);
  EXPECT_EQ(text_at(failed, "/status"), "faulted");
  EXPECT_THAT(text_at(failed, "/error/type"), HasSubstr("communication")) << write_json(failed);
  EXPECT_FALSE(text_at(failed, "/error/detail").empty());
  EXPECT_EQ(text_at(failed, "/task"), "/do/0/deliver/try/0/tell");
  EXPECT_EQ(count_of(run, "RetryScheduled"), 3);
  EXPECT_EQ(count_of(run, "ActionFailed"), 4);
  EXPECT_EQ(text_at(items("/errors").at(0), "/task"), "/do/0/deliver/try/0/tell");

  point_target_at(receiver_.url());
  ASSERT_EQ(admin("POST", "/runs/" + run + "/retry").status, 202);
  EXPECT_EQ(text_at(ended_run(run), "/status"), "completed");
  ASSERT_EQ(receiver_.request_count(), 1U);
  EXPECT_EQ(receiver_.requests()[0].body, R"({"n":1})");
}

TEST_F(FaultsE2e, OrderlyStopUnderLoadLosesNothingAndRepeatsNothing) {
  point_target_at(receiver_.url());
  // Slow enough that the stop meets calls under way.
  receiver_.script([](const ReceivedRequest&) {
    return ScriptedAnswer{.body = "{}", .delay = std::chrono::milliseconds(700)};
  });
  const auto workflow = upload(R"(
document: { dsl: '1.0.3', namespace: test, name: steps, version: '1.0.0' }
do:
  - first: { call: http, with: { connection: target, method: post, endpoint: /first, body: {} } }
  - rest: { wait: { milliseconds: 50 } }
  - second: { call: http, with: { connection: target, method: post, endpoint: /second, body: {} } }
)");
  std::mutex mutex;
  std::set<std::string> acknowledged;
  std::atomic<bool> stop{false};
  std::vector<std::thread> senders;
  for (int i = 0; i < 3; ++i) {
    senders.emplace_back([&] {
      while (!stop.load()) {
        const auto reply = post(workflow, "{}");
        if (reply.status == 0) return;  // nobody listens any more
        const std::lock_guard lock(mutex);
        if (reply.status == 202) acknowledged.insert(reply.at("/runId"));
      }
    });
  }
  EXPECT_TRUE(eventually([&] {
    const std::lock_guard lock(mutex);
    return acknowledged.size() > 60;
  }));
  std::set<int> readiness;
  std::thread balancer([&] {
    while (const int status = send("GET", url_ + "/readyz").status) readiness.insert(status);
  });
  stop_server();
  stop = true;
  for (auto& sender : senders) sender.join();
  balancer.join();
  EXPECT_TRUE(readiness.contains(503)) << "nobody was told before the port closed";

  start_server();
  for (const auto& run : acknowledged) {
    EXPECT_EQ(text_at(ended_run(run), "/status"), "completed") << run;
  }
  std::set<std::string> keys;
  const auto requests = receiver_.requests();
  for (const auto& request : requests) keys.insert(request.header("idempotency-key"));
  const auto runs = query("SELECT count(*) FROM runledger.runs")[0][0].as<std::size_t>();
  EXPECT_GE(runs, acknowledged.size());
  EXPECT_EQ(keys.size(), 2 * runs);
  EXPECT_EQ(requests.size(), keys.size()) << "a call was repeated";
}

TEST_F(FaultsE2e, WaitingRunsGoOnAfterAKillAndAfterAnOrderlyStop) {
  const auto workflow = upload(R"(
document: { dsl: '1.0.3', namespace: test, name: sleeper, version: '1.0.0' }
do:
  - rest: { wait: { seconds: 3 } }
  - done: { set: { woken: true } }
)");
  const std::string run = post(workflow, "{}").at("/runId");
  EXPECT_TRUE(eventually([&] { return status_of(run) == "waiting"; }));
  restart_after_kill();
  EXPECT_EQ(status_of(run), "waiting");
  stop_server();
  start_server();
  const Json ended = ended_run(run);
  EXPECT_EQ(text_at(ended, "/output"), R"({"woken":true})");
  const auto early =
      query("SELECT count(*) FROM runledger.runs WHERE finished_at < started_at + interval '3 s'");
  EXPECT_EQ(early[0][0].as<int>(), 0);
  EXPECT_EQ(count_of(run, "WaitStarted"), 1);
}

TEST_F(FaultsE2e, LogCannotBeChangedNotEvenByTheOwnerOfTheDatabase) {
  const auto workflow = upload(R"(
document: { dsl: '1.0.3', namespace: test, name: echo, version: '1.0.0' }
do:
  - answer: { set: { ok: true } }
)");
  ended_run(post(workflow, "{}").at("/runId"));
  const auto whole_log = [this] {
    return query("SELECT string_agg(e::text, '|' ORDER BY position) FROM runledger.events e")[0][0]
        .as<std::string>();
  };
  const std::string before = whole_log();
  for (const std::string statement :
       {"UPDATE runledger.events SET data = '{}'",
        "UPDATE runledger.events SET actor = 'nobody' WHERE position = 1", "DELETE FROM runledger.events",
        "DELETE FROM runledger.events WHERE position = 1", "TRUNCATE runledger.events CASCADE",
        "UPDATE runledger.request_bodies SET body = ''", "DELETE FROM runledger.request_bodies"}) {
    for (const std::string role : {"", "SET ROLE runledger_app; "}) {
      EXPECT_THROW(query(role + statement), pqxx::sql_error) << role << statement;
    }
  }
  EXPECT_EQ(whole_log(), before);
}

}  // namespace
}  // namespace runledger::test
