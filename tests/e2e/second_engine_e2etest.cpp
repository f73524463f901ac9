// Two servers on one database: one works, the other waits for its place.
#include <csignal>
#include <pqxx/pqxx>
#include <utility>

#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::test {
namespace {

constexpr const char* kNap = R"(
document: { dsl: '1.0.3', namespace: test, name: nap, version: '1.0.0' }
do:
  - nap: { wait: { milliseconds: 1500 } }
  - done: { set: { rested: true } }
)";

class SecondEngineE2e : public ServerFixture {
 protected:
  int readiness() const { return send("GET", url_ + "/readyz", {}, "").status; }
};

TEST_F(SecondEngineE2e, WaitsAndTakesOverWhatTheFirstLeaves) {
  start_server();
  const auto workflow = upload(kNap);
  EXPECT_TRUE(eventually([&] { return readiness() == 200; }));
  const std::unique_ptr<EngineProcess> first = std::move(process_);
  const std::string first_url = url_;

  start_server();
  EXPECT_EQ(readiness(), 503);
  EXPECT_TRUE(process_->wait_for_output("another engine works on this database"));
  const auto refused = post(workflow, "{}");
  EXPECT_EQ(refused.status, 503) << refused.body;
  EXPECT_NE(refused.header("retry-after"), "");

  const std::string second_url = std::exchange(url_, first_url);
  const auto accepted = post(workflow, "{}");
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  first->kill_hard();
  url_ = second_url;
  EXPECT_TRUE(eventually([&] { return readiness() == 200; }));
  EXPECT_EQ(text_at(ended_run(accepted.at("/runId")), "/output"), R"({"rested":true})");
  EXPECT_EQ(post(workflow, "{}").status, 202);
}

TEST_F(SecondEngineE2e, OneThatLosesItsPlaceEnds) {
  start_server();
  EXPECT_TRUE(eventually([&] { return readiness() == 200; }));
  const std::unique_ptr<EngineProcess> first = std::move(process_);
  start_server();
  EXPECT_TRUE(process_->wait_for_output("another engine works on this database"));
  first->send_signal(SIGSTOP);
  {
    pqxx::connection connection(database_.url());
    pqxx::nontransaction(connection)
        .exec(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = "
            "'ExclusiveLock'");
  }
  EXPECT_TRUE(eventually([&] { return readiness() == 200; }));
  first->send_signal(SIGCONT);
  EXPECT_EQ(first->wait_for_end(), 1);
  EXPECT_EQ(readiness(), 200);
}

}  // namespace
}  // namespace runledger::test
