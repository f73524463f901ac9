#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <thread>

#include "tests/actions/action_harness.hpp"
#include "tests/support/loopback_socket.hpp"
#include "tests/support/postgres.hpp"

namespace runledger::test {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

class PostgresFaults : public ::testing::Test {
 protected:
  void SetUp() override { connect(harness); }
  void TearDown() override { harness.expect_one_answer_each(); }

  void connect(ActionHarness& to) const {
    to.connect("shop", "postgres", R"({"url":)" + quoted(database.url()) + "}");
  }
  static std::string arguments(const std::string& statement) {
    return R"({"connection":"shop","statement":)" + quoted(statement) + "}";
  }
  run::ActionOutcome sql(const std::string& statement, Milliseconds timeout = {}) {
    return harness.perform("postgres", arguments(statement), timeout);
  }
  // Waits until a statement like this runs, and runs `act` in its database.
  void when_running(const std::string& like, const std::string& act) const {
    pqxx::connection connection(database.url());
    pqxx::nontransaction transaction(connection);
    const std::string running =
        "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '" + like +
        "%' AND state = 'active'";
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (transaction.exec(running).empty()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "no statement like " << like;
      std::this_thread::yield();
    }
    transaction.exec(act);
  }
  static std::string terminate(const std::string& like) {
    return "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
           "'runledger-action' AND "
           "datname = current_database() AND query LIKE '" +
           like + "%'";
  }

  TestDatabase database;
  ActionHarness harness;
};

TEST_F(PostgresFaults, TimesOutByTheStatementTimeout) {
  result_of(sql("SELECT 1"));
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(timed_out(sql("DO $$ BEGIN PERFORM pg_sleep(60); END $$", Milliseconds(300))));
  EXPECT_LT(std::chrono::steady_clock::now() - before, milliseconds(5'000));
  result_of(sql("SELECT 1"));
}

TEST_F(PostgresFaults, TimesOutWhenTheServerHangs) {
  LoopbackListener silent;
  harness.connect(
      "shop", "postgres",
      R"({"host":"127.0.0.1","database":"d","username":"u","port":)" + std::to_string(silent.port()) + "}");
  EXPECT_TRUE(timed_out(sql("SELECT 1", Milliseconds(500))));
}

TEST_F(PostgresFaults, FailsWhenNobodyListens) {
  harness.connect(
      "shop", "postgres",
      R"({"host":"127.0.0.1","database":"d","username":"u","port":)" + std::to_string(closed_port()) + "}");
  const auto error = error_of(sql("SELECT 1"));
  EXPECT_EQ(error.type, run::error_type::kCommunication);
  EXPECT_EQ(error.status, 503);
  EXPECT_THAT(error.detail, HasSubstr("database \"d\" on 127.0.0.1:"));
}

TEST_F(PostgresFaults, RefusesPrivateHostsAndLocalSocketsUnlessAllowed) {
  ActionHarness strict{actions::ActionOptions{}};
  connect(strict);  // by a local socket
  EXPECT_EQ(error_of(strict.perform("postgres", arguments("SELECT 1"))).status, 403);
  for (const char* settings :
       {R"({"host":"@run","database":"d","username":"u"})",
        R"({"host":"localhost","database":"d","username":"u"})",
        R"({"url":"postgresql://u:p@127.0.0.1:5432/d"})", R"({"url":"host=10.1.2.3 dbname=d user=u"})",
        R"({"url":"postgresql://u@[::1]/d"})"}) {
    strict.connect("shop", "postgres", settings);
    const auto error = error_of(strict.perform("postgres", arguments("SELECT 1")));
    EXPECT_EQ(error.status, 403) << settings << error.detail;
  }
  strict.expect_one_answer_each();
}

TEST_F(PostgresFaults, ConnectsAnewWhenAKeptSessionWasLost) {
  result_of(sql("SELECT 1 AS kept"));
  pqxx::connection connection(database.url());
  pqxx::nontransaction transaction(connection);
  ASSERT_EQ(transaction
                .exec("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = "
                      "'runledger-action' AND datname = current_database()")
                .size(),
            1);
  result_of(sql("SELECT 1"));
}

TEST_F(PostgresFaults, FailsWhenTheSessionIsLostBeforeTheCommit) {
  const auto pending = harness.begin("postgres", arguments("DO $$ BEGIN PERFORM pg_sleep(60); END $$"));
  when_running("DO $$", terminate("DO $$"));
  const auto error = error_of(pending->wait());
  EXPECT_EQ(error.type, run::error_type::kCommunication);
  EXPECT_EQ(error.status, 503);
  result_of(sql("SELECT 1"));
}

TEST_F(PostgresFaults, IsUnknownWhenTheSessionIsLostInTheCommit) {
  result_of(sql("CREATE TABLE item (id int)"));
  result_of(sql(
      "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$"));
  result_of(
      sql("CREATE CONSTRAINT TRIGGER late AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
          "EXECUTE FUNCTION die()"));
  EXPECT_THAT(unknown_detail_of(sql("INSERT INTO item VALUES (1)")), HasSubstr("while committing"));
}

TEST_F(PostgresFaults, FailsWhenTheCommitIsRefused) {
  result_of(sql("CREATE TABLE item (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)"));
  const auto error = error_of(sql("INSERT INTO item VALUES (1), (1)"));
  EXPECT_EQ(error.status, 409);
  EXPECT_THAT(error.detail, HasSubstr("23505"));
}

TEST_F(PostgresFaults, AbandonsAStatementWhenStopped) {
  const auto running = harness.begin("postgres", arguments("DO $$ BEGIN PERFORM pg_sleep(60); END $$"));
  when_running("DO $$", "SELECT 1");
  const auto before = std::chrono::steady_clock::now();
  harness.runner().stop(Milliseconds(300));
  EXPECT_LT(std::chrono::steady_clock::now() - before, milliseconds(3'000));
  EXPECT_NE(unknown_detail_of(running->wait(milliseconds(0))), "");
}

TEST_F(PostgresFaults, SaysOverloadedWhenTheQueueIsFull) {
  auto options = ActionHarness::private_allowed();
  options.sql_threads = 1;
  options.max_sql_queued = 2;
  ActionHarness small(options);
  connect(small);
  small.begin("postgres", arguments("DO $$ BEGIN PERFORM pg_sleep(60); END $$"));
  small.begin("postgres", arguments("SELECT 1"));
  ActionRequest third;
  third.intent.kind = "postgres";
  const auto refused = small.runner().perform(third, [](const run::ActionOutcome&) { ADD_FAILURE(); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::overloaded);
  EXPECT_EQ(result_of(small.perform("log", R"({"message":"others go on"})")), json("{}"));
  small.runner().stop(Milliseconds(0));
  small.expect_one_answer_each();
}

TEST_F(PostgresFaults, RefusesUnusableConnections) {
  for (const char* settings :
       {R"({"host":"a","database":"d"})", R"({"host":"a,b","database":"d","username":"u"})",
        R"({"host":"a","database":"d","username":"u","sslmode":"maybe"})",
        R"({"host":"a","database":"d","username":"u","port":70000})", R"({"url":"mysql://u@h/d"})",
        R"({"url":"postgresql://u@h/d?sslkey=/etc/shadow"})",
        R"({"url":"host=a dbname=d user=u passfile=/x"})", R"({"url":"host='a"})"}) {
    harness.connect("shop", "postgres", settings);
    EXPECT_EQ(error_of(sql("SELECT 1")).type, run::error_type::kConfiguration) << settings;
  }
}

}  // namespace
}  // namespace runledger::test
