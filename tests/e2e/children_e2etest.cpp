// Workflows that run workflows, through the whole program: their errors, kills in between, cancelled,
// retried.
#include <gmock/gmock.h>
#include <algorithm>
#include <pqxx/pqxx>

#include <atomic>
#include <set>

#include "store/store.hpp"
#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

std::string document(const std::string& name, const std::string& version = "1.0.0") {
  return "document: { dsl: '1.0.3', namespace: test, name: " + name + ", version: '" + version + "' }\n";
}

class ChildrenE2e : public ServerFixture {
 protected:
  void SetUp() override {
    start_server();
    save_connection("target", "http", R"({"baseUrl":")" + receiver_.url() + R"("})");
  }
  // `order` runs `pack` and gives what it got from it.
  UploadedWorkflow upload_pair(const std::string& child_tasks) {
    upload(document("pack") + "do:\n" + child_tasks);
    return upload(document("order") + R"(do:
  - pack: { run: { workflow: { namespace: test, name: pack, version: '1.0.0', input: { id: '${ .id }' } } } }
  - note: { set: { packed: '${ . }' } }
)");
  }
  std::string start(const UploadedWorkflow& workflow) { return post(workflow, R"({"id":7})").at("/runId"); }

  std::vector<std::string> children_of(const std::string& run) {
    return texts_at(items("/runs?parent=" + run), "/id");
  }
  // The one run that this run asks for.
  std::string child_of(const std::string& run) {
    std::vector<std::string> found;
    EXPECT_TRUE(eventually([&] { return !(found = children_of(run)).empty(); }));
    return found.size() == 1 ? found.front() : std::string();
  }
  // The first event of this type in a run's history.
  Json event_of(const std::string& run, const std::string& type) {
    for (const Json& event : items("/runs/" + run + "/events?limit=200")) {
      if (text_at(event, "/type") == type) return event;
    }
    ADD_FAILURE() << run << " has no " << type;
    return {};
  }
  pqxx::result query(const std::string& statement) {
    pqxx::connection connection(database_url());
    pqxx::work work(connection);
    return work.exec(statement);
  }
  int count(const std::string& from_where) {
    return query("SELECT count(*) FROM runledger." + from_where)[0][0].as<int>();
  }
  // The server must be down.
  void expect_a_rebuild_changes_nothing() {
    const std::string before = dump_projections();
    const auto rebuilt = store::rebuild(database_url(), {});
    ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
    EXPECT_EQ(dump_projections(), before);
  }

  HttpReceiver receiver_;
};

constexpr const char* kCall =
    "  - box: { call: http, with: { connection: target, method: post, endpoint: /box, body: '${ . }' } }\n";

TEST_F(ChildrenE2e, ARunGoesOnWithWhatTheOtherWorkflowGave) {
  const auto order = upload_pair("  - box: { set: { box: '${ .id + 1 }' } }\n");
  const std::string run = start(order);
  const Json ended = ended_run(run);
  EXPECT_EQ(text_at(ended, "/status"), "completed") << write_json(ended);
  EXPECT_EQ(text_at(ended, "/output"), R"({"packed":{"box":8}})");

  const Json child = ended_run(child_of(run));
  EXPECT_EQ(text_at(child, "/workflow"), "test/pack");
  EXPECT_EQ(text_at(child, "/trigger"), "workflow");
  EXPECT_EQ(text_at(child, "/parentRunId"), run);
  EXPECT_EQ(text_at(child, "/parentTask"), "/do/0/pack");
  const Json first = event_of(text_at(child, "/id"), "RunStarted");
  EXPECT_EQ(text_at(first, "/causation"), text_at(event_of(run, "ChildRunRequested"), "/id"));
  EXPECT_EQ(text_at(first, "/correlation"), text_at(child, "/id"));
}

TEST_F(ChildrenE2e, AnErrorOfTheChildIsTheErrorOfTheTaskThatAskedForIt) {
  const auto order = upload_pair(R"(  - look:
      raise: { error: { type: https://example.com/no-boxes, status: 409, title: No boxes, detail: all gone } }
)");
  const std::string run = start(order);
  const Json ended = ended_run(run);
  const std::string child = child_of(run);
  EXPECT_EQ(text_at(ended, "/status"), "faulted");
  EXPECT_EQ(text_at(ended, "/error/type"), "https://example.com/no-boxes");
  EXPECT_EQ(text_at(ended, "/error/status"), "409");
  EXPECT_EQ(text_at(ended, "/error/instance"), "/do/0/pack");
  EXPECT_EQ(text_at(ended, "/error/response/run"), child);
  EXPECT_EQ(text_at(ended, "/error/response/error/instance"), "/do/0/look");
  EXPECT_EQ(status_of(child), "faulted");

  const auto careful = upload(document("careful") + R"(do:
  - safe:
      try: [ pack: { run: { workflow: { namespace: test, name: pack } } } ]
      catch:
        errors: { with: { type: https://example.com/no-boxes } }
        do: [ note: { set: { why: '${ $error.title }' } } ]
)");
  EXPECT_EQ(text_at(ended_run(start(careful)), "/output"), R"({"why":"No boxes"})");
}

TEST_F(ChildrenE2e, AChildThatIsNotAwaitedGoesItsOwnWayAlsoWhenTheOtherIsCancelled) {
  receiver_.script(
      [](const ReceivedRequest&) { return ScriptedAnswer{.delay = std::chrono::milliseconds(500)}; });
  upload(document("pack") + "do:\n" + kCall);
  const auto order = upload(document("order") + R"(do:
  - pack: { run: { await: false, workflow: { namespace: test, name: pack, input: { id: '${ .id }' } } } }
  - pause: { wait: { hours: 1 } }
)");
  const std::string run = start(order);
  const std::string child = child_of(run);
  // It waits twice: for the child's beginning, in which it could still be taken back, and then by itself.
  EXPECT_TRUE(eventually([&] {
    const auto types = event_types(run);
    return std::find(types.begin(), types.end(), "WaitStarted") != types.end();
  }));
  EXPECT_EQ(admin("POST", "/runs/" + run + "/cancel").status, 202);
  EXPECT_EQ(text_at(ended_run(child), "/status"), "completed");
  EXPECT_EQ(status_of(run), "cancelled");
  EXPECT_EQ(receiver_.request_count(), 1U);
  EXPECT_EQ(count("children"), 0);
}

TEST_F(ChildrenE2e, CancellingARunReachesItsChildrenTheirCallsAndTheirTimers) {
  receiver_.script([](const ReceivedRequest&) { return ScriptedAnswer{.delay = std::chrono::seconds(20)}; });
  upload(document("caller") + "do:\n" + kCall + "  - never: { set: { never: true } }\n");
  upload(document("waiter") + "timeout: { after: { hours: 2 } }\ndo:\n  - pause: { wait: { hours: 1 } }\n");
  upload(document("between") + "do:\n  - inner: { run: { workflow: { namespace: test, name: waiter } } }\n");
  const auto order = upload(document("order") + R"(do:
  - all:
      fork:
        branches:
          - call: { run: { workflow: { namespace: test, name: caller } } }
          - wait: { run: { workflow: { namespace: test, name: between } } }
)");
  const std::string run = start(order);
  EXPECT_TRUE(receiver_.wait_for_requests(1));
  EXPECT_TRUE(eventually([&] { return items("/runs?workflow=test/waiter&status=waiting").size() == 1; }));

  const Reply cancelled = admin("POST", "/runs/" + run + "/cancel", R"({"reason":"ordered twice"})");
  EXPECT_EQ(cancelled.status, 202) << cancelled.body;
  EXPECT_EQ(cancelled.at("/status"), "cancelled");
  EXPECT_TRUE(eventually([&] { return items("/runs?status=cancelled").size() == 4; }));
  EXPECT_EQ(text_at(event_of(run, "RunCancelled"), "/data/reason"), "ordered twice");
  EXPECT_THAT(text_at(event_of(run, "RunCancelled"), "/actor"), HasSubstr("admin:"));
  const std::string caller = text_at(items("/runs?workflow=test/caller").at(0), "/id");
  EXPECT_THAT(event_types(caller), Contains("ActionCancelled"));
  EXPECT_THAT(text_at(event_of(caller, "RunCancelled"), "/data/reason"), HasSubstr(run));
  EXPECT_EQ(count("timers"), 0);
  EXPECT_EQ(count("children"), 0);
  EXPECT_EQ(count("runs WHERE acting > 0"), 0);

  EXPECT_EQ(admin("POST", "/runs/" + run + "/cancel").status, 409);
  EXPECT_EQ(admin("POST", "/runs/" + run + "/retry").status, 409);
  EXPECT_EQ(admin("POST", "/runs/0190163d-8694-739b-aea5-966c26f8ad91/cancel").status, 404);
  stop_server();
  expect_a_rebuild_changes_nothing();
}

TEST_F(ChildrenE2e, ACancelledChildIsAnErrorOfTheOneThatWaits) {
  const auto order = upload_pair("  - pause: { wait: { hours: 1 } }\n");
  const std::string run = start(order);
  const std::string child = child_of(run);
  EXPECT_EQ(admin("POST", "/runs/" + child + "/cancel", R"({"reason":"not needed"})").status, 202);
  const Json ended = ended_run(run);
  EXPECT_EQ(text_at(ended, "/status"), "faulted");
  EXPECT_EQ(text_at(ended, "/error/type"), "https://runledger.dev/errors/run/cancelled");
  EXPECT_THAT(text_at(ended, "/error/detail"), HasSubstr("not needed"));
}

TEST_F(ChildrenE2e, AKillWhileTheChildWaitsLosesAndDoublesNothing) {
  const auto order = upload_pair("  - pause: { wait: { seconds: 2 } }\n  - box: { set: { box: 1 } }\n");
  const std::string run = start(order);
  const std::string child = child_of(run);
  EXPECT_EQ(status_of(run), "waiting");
  restart_after_kill();
  EXPECT_EQ(text_at(ended_run(run), "/output"), R"({"packed":{"box":1}})");
  EXPECT_EQ(children_of(run), std::vector{child});
  EXPECT_EQ(status_of(child), "completed");
}

TEST_F(ChildrenE2e, OverManyKillsEachRunHasOneChildAndOneEnd) {
  constexpr int kRuns = 20;
  const auto order = upload_pair("  - pause: { wait: { milliseconds: 30 } }\n  - box: { set: { box: 1 } }\n");
  std::set<std::string> acknowledged;
  for (int kill = 0; kill < 5; ++kill) {
    for (int n = 0; n < kRuns / 5; ++n) acknowledged.insert(start(order));
    restart_after_kill();
  }
  EXPECT_EQ(acknowledged.size(), std::size_t{kRuns});
  EXPECT_TRUE(
      eventually([&] { return count("runs WHERE status <> 'completed'") == 0; }, std::chrono::seconds(120)));
  for (const auto& run : acknowledged) {
    EXPECT_EQ(text_at(ended_run(run), "/output"), R"({"packed":{"box":1}})");
    EXPECT_EQ(children_of(run).size(), 1U) << run;
  }
  EXPECT_EQ(count("runs"), 2 * kRuns);
  EXPECT_EQ(count("events WHERE type = 'RunCompleted'"), 2 * kRuns);
  EXPECT_EQ(count("events WHERE type = 'ChildRunCompleted'"), kRuns);
  EXPECT_EQ(count("children"), 0);
  stop_server();
  expect_a_rebuild_changes_nothing();
}

TEST_F(ChildrenE2e, ARetryAsksForANewChildAndSoDoesARerun) {
  std::atomic<bool> is_ill{true};
  receiver_.script([&](const ReceivedRequest&) {
    return ScriptedAnswer{.status = is_ill ? 503 : 200, .body = R"({"box":1})"};
  });
  const auto order = upload_pair(kCall);
  const std::string run = start(order);
  EXPECT_EQ(text_at(ended_run(run), "/status"), "faulted");
  const std::string first = child_of(run);
  is_ill = false;

  ASSERT_EQ(admin("POST", "/runs/" + run + "/retry").status, 202);
  EXPECT_EQ(text_at(ended_run(run), "/output"), R"({"packed":{"box":1}})");
  EXPECT_EQ(children_of(run).size(), 2U);
  EXPECT_EQ(status_of(first), "faulted");

  const Reply rerun = admin("POST", "/runs/" + run + "/rerun");
  ASSERT_EQ(rerun.status, 202) << rerun.body;
  EXPECT_EQ(text_at(ended_run(rerun.at("/runId")), "/output"), R"({"packed":{"box":1}})");
  EXPECT_EQ(children_of(rerun.at("/runId")).size(), 1U);
  // A child is a run like any other.
  const Reply alone = admin("POST", "/runs/" + first + "/rerun");
  ASSERT_EQ(alone.status, 202) << alone.body;
  EXPECT_EQ(text_at(ended_run(alone.at("/runId")), "/parentRunId"), "null");
}

TEST_F(ChildrenE2e, AWorkflowThatRunsItselfForEverEndsAtTheLimit) {
  const auto mirror = upload(document("mirror") +
                             "do:\n  - again: { run: { workflow: { namespace: test, name: mirror } } }\n");
  const Json ended = ended_run(start(mirror));
  EXPECT_EQ(text_at(ended, "/status"), "faulted");
  EXPECT_THAT(text_at(ended, "/error/type"), HasSubstr("/errors/types/runtime"));
  EXPECT_THAT(text_at(ended, "/error/detail"), HasSubstr("nested 11 runs deep, and at most 10 are allowed"));
  EXPECT_EQ(count("runs"), 11);
}

TEST_F(ChildrenE2e, AMissingWorkflowOrVersionIsAWarningAtUploadAndAnErrorAtRunTime) {
  upload(document("pack") + "do:\n  - box: { set: { box: 1 } }\n");
  const auto lonely = [&](const std::string& version, const std::string& wanted) {
    return document("lonely", version) + R"(do:
  - safe:
      try: [ ask: { run: { workflow: { namespace: test, )" +
           wanted + R"( } } } ]
      catch: { do: [ note: { set: { type: '${ $error.type }', why: '${ $error.detail }' } } ] }
)";
  };
  const auto warning = [&](const std::string& source) {
    return admin("POST", "/workflows", source).at("/warnings/0");
  };
  EXPECT_THAT(warning(lonely("1.0.0", "name: nobody")),
              HasSubstr("test/nobody, which it runs, does not exist yet"));
  EXPECT_THAT(warning(lonely("1.0.1", "name: pack, version: '2.0.0'")),
              HasSubstr("test/pack, which it runs, has no version 2.0.0 yet"));

  const auto missing = upload(lonely("1.0.2", "name: nobody"));
  const Json ended = ended_run(start(missing));
  EXPECT_THAT(text_at(ended, "/output/type"), HasSubstr("/errors/types/configuration"));
  EXPECT_THAT(text_at(ended, "/output/why"), HasSubstr("there is no workflow test/nobody to run"));
  const auto other = upload(lonely("1.0.3", "name: pack, version: '2.0.0'"));
  EXPECT_THAT(text_at(ended_run(start(other)), "/output/why"),
              HasSubstr("there is no workflow test/pack in version 2.0.0 to run"));
  EXPECT_EQ(admin("POST", "/workflows/test/pack/disable").status, 200);
  const auto disabled = upload(lonely("1.0.4", "name: pack"));
  EXPECT_THAT(text_at(ended_run(start(disabled)), "/output/why"), HasSubstr("test/pack is disabled"));
}

}  // namespace
}  // namespace runledger::test
