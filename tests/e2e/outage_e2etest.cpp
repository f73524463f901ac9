// The database goes away and comes back: the process lives, says so, and loses nothing that it acknowledged.
#include <gmock/gmock.h>
#include <pqxx/pqxx>

#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include "app/cluster/private_cluster.hpp"
#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::test {
namespace {

using ::testing::Each;

constexpr const char* kThreeTurns = R"(
document: { dsl: '1.0.3', namespace: test, name: turns, version: '1.0.0' }
do:
  - first: { wait: { milliseconds: 20 } }
  - second: { wait: { milliseconds: 20 } }
  - third: { set: { n: 1 } }
)";

class OutageE2e : public ServerFixture {
 protected:
  void SetUp() override {
    start_database();
    ASSERT_TRUE(cluster_->create_database("engine").ok());
    start_server();
    workflow_ = upload(kThreeTurns);
  }
  void TearDown() override { process_.reset(); }

  void start_database() {
    auto started = app::PrivateCluster::start({folder_.path() + "/cluster", false});
    ASSERT_TRUE(started.ok()) << started.error().message;
    cluster_ = std::move(*started);
    database_url_ = cluster_->url("engine");
  }
  std::string database_url() const override { return database_url_; }

  Reply get(const std::string& path) { return send("GET", url_ + path); }

  // Posts until told to stop; remembers what was acknowledged, and every other status.
  void send_until_stopped() {
    while (!stop_.load()) {
      const auto reply = post(workflow_, "{}");
      const std::lock_guard lock(mutex_);
      if (reply.status == 202) {
        acknowledged_.insert(reply.at("/runId"));
      } else {
        refused_.push_back(reply.status);
        if (reply.status == 503) retry_after_.insert(reply.header("retry-after"));
      }
    }
  }
  std::size_t acknowledged() {
    const std::lock_guard lock(mutex_);
    return acknowledged_.size();
  }
  std::size_t refused() {
    const std::lock_guard lock(mutex_);
    return refused_.size();
  }

  std::string database_url_;
  std::unique_ptr<app::PrivateCluster> cluster_;
  UploadedWorkflow workflow_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
  std::vector<int> refused_;
  std::set<std::string> retry_after_;
};

TEST_F(OutageE2e, DatabaseDownAndUpAgainUnderLoad) {
  const int pid = process_->pid();
  std::vector<std::thread> senders;
  for (int i = 0; i < 2; ++i) senders.emplace_back([this] { send_until_stopped(); });
  EXPECT_TRUE(eventually([&] { return acknowledged() > 30; }));

  cluster_.reset();
  const std::size_t before = refused();
  EXPECT_TRUE(eventually([&] { return refused() > before + 5; }));
  EXPECT_TRUE(eventually([&] { return get("/readyz").status == 503; }));
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(admin("GET", "/runs").status, 503);

  start_database();
  EXPECT_TRUE(eventually([&] { return get("/readyz").status == 200; })) << get("/readyz").body;
  const std::size_t then = acknowledged();
  EXPECT_TRUE(eventually([&] { return acknowledged() > then + 10; }));
  stop_ = true;
  for (auto& sender : senders) sender.join();

  // 504: the connection was lost in the middle of the commit, and nobody knows.
  EXPECT_THAT(refused_, Each(::testing::AnyOf(503, 504)));
  EXPECT_FALSE(retry_after_.empty());
  EXPECT_FALSE(retry_after_.contains("")) << "503 without Retry-After";
  EXPECT_EQ(kill(pid, 0), 0);  // the same process all along

  pqxx::connection connection(database_url());
  const auto count = [&](const std::string& condition) {
    pqxx::work work(connection);
    return work.exec("SELECT count(*) FROM runledger.runs WHERE " + condition)[0][0].as<std::size_t>();
  };
  EXPECT_TRUE(eventually([&] { return count("status <> 'completed'") == 0; }))
      << count("status <> 'completed'") << " of " << count("true") << " runs have not ended";
  EXPECT_TRUE(eventually([&] {
    pqxx::work work(connection);
    return work.exec("SELECT FROM runledger.requests WHERE reason = 'unavailable'").size() > 0;
  })) << "what was refused during the outage left no trace";
  std::set<std::string> runs;
  pqxx::work work(connection);
  for (const auto& row : work.exec("SELECT run_id::text FROM runledger.runs")) {
    runs.insert(row[0].as<std::string>());
  }
  for (const auto& run : acknowledged_)
    EXPECT_TRUE(runs.contains(run)) << run << " was acknowledged, and lost";
}

TEST_F(OutageE2e, StartsWithoutADatabaseAndServesAsSoonAsItIsThere) {
  stop_server();
  cluster_.reset();
  process_ = std::make_unique<EngineProcess>(
      std::vector<std::string>{"serve", "--listen", "127.0.0.1:0", "--master-key-file",
                               folder_.path() + "/master.key"},
      std::vector<std::string>{"RUNLEDGER_DATABASE_URL=" + database_url(),
                               "RUNLEDGER_ADMIN_TOKEN=an-admin-token-for-the-tests"});
  EXPECT_TRUE(process_->wait_for_output("database_unavailable")) << process_->output();
  start_database();
  EXPECT_TRUE(process_->wait_for_output("runledger serves at ")) << process_->output();
  process_->send_signal(SIGTERM);
  EXPECT_EQ(process_->wait_for_end(), 0);
}

}  // namespace
}  // namespace runledger::test
