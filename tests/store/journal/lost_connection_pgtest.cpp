#include <atomic>
#include <set>
#include <thread>

#include "tests/store/support/store_fixture.hpp"

namespace runledger::store::test {
namespace {

using LostConnectionTest = StoreTest;

constexpr char kKillEngine[] =
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name = 'runledger'";

TEST_F(LostConnectionTest, EveryAcknowledgedGroupIsThereOnceAndNoneTwice) {
  const auto journal = writer();
  std::atomic<bool> done{false};
  std::atomic<int> kills{0};
  std::thread killer([&] {
    pqxx::connection connection(database.url());
    std::mt19937_64 delays(7);
    while (!done) {
      pqxx::nontransaction transaction(connection);
      kills += transaction.exec(kKillEngine)[0][0].as<int>();
      std::this_thread::sleep_for(std::chrono::microseconds(delays() % 20'000));
    }
  });

  int next = 1;
  std::set<int> acknowledged, refused;
  while (next < 4'000 && (kills < 40 || next < 600)) {
    std::vector<AppendGroup> batch;
    const int first = next;
    for (int i = 0; i < 1 + first % 5; ++i) batch.push_back(webhook_group(next++));
    const auto results = journal->append(batch);
    for (std::size_t i = 0; i < results.size(); ++i) {
      const int n = first + static_cast<int>(i);
      if (results[i].ok()) {
        acknowledged.insert(n);
      } else {
        ASSERT_EQ(results[i].error().code, Errc::unavailable) << results[i].error().message;
        refused.insert(n);
      }
    }
  }
  done = true;
  killer.join();

  ASSERT_GE(kills, 20) << "the connection was hardly ever lost";
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events WHERE type = 'RunStarted'"),
            std::to_string(acknowledged.size()));
  EXPECT_EQ(sql("SELECT count(DISTINCT run_id) FROM runledger.events WHERE type = 'RunStarted'"),
            std::to_string(acknowledged.size()));
  for (const int n : refused) {
    EXPECT_EQ(sql("SELECT count(*) FROM runledger.events WHERE run_id = '" + numbered<RunId>(n).text() + "'"),
              "0");
  }
  EXPECT_EQ(sql("SELECT max(position) = count(*) FROM runledger.events"), "t");
  EXPECT_EQ(
      sql("SELECT h.position = count(*) FROM runledger.log_head h, runledger.events GROUP BY h.position"),
      "t");
}

TEST_F(LostConnectionTest, ACommitThatSucceededUnheardIsRecognised) {
  // The connection breaks at the very commit: a deferred trigger ends the session that fires it, after a
  // second session would have seen nothing. What the server then does is the truth that the writer must find
  // out: nothing happened.
  const auto journal = writer();
  const AppendGroup first = webhook_group(1);
  ASSERT_TRUE(journal->append({&first, 1}).front().ok());
  sql("CREATE SEQUENCE public.deaths; GRANT ALL ON SEQUENCE public.deaths TO PUBLIC;"
      "CREATE FUNCTION public.die_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN "
      "IF nextval('public.deaths') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN "
      "NULL; END $$;"
      "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON runledger.events DEFERRABLE INITIALLY DEFERRED "
      "FOR EACH ROW EXECUTE FUNCTION public.die_once()");
  const AppendGroup second = webhook_group(2);
  const auto result = journal->append({&second, 1}).front();
  ASSERT_TRUE(result.ok()) << result.error().message;  // sent again, now that it is certain
  EXPECT_EQ(result->first_position, 4u);
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "6");
  EXPECT_EQ(sql("SELECT fence FROM runledger.log_head"), "1");
}

TEST_F(LostConnectionTest, ATransactionFromBeforeTheFenceCannotCommit) {
  sql("UPDATE runledger.log_head SET fence = fence + 1");
  try {
    sql("SELECT runledger.move_head(0, 0, 1, '\\x')");
    FAIL() << "the head moved under an old fence";
  } catch (const pqxx::sql_error& e) {
    EXPECT_EQ(e.sqlstate(), "RL001");
  }
}

TEST_F(LostConnectionTest, SaysUnavailableWhileTheDatabaseIsAwayAndRecovers) {
  JournalWriter::Options options;
  options.database_url = "host=/nonexistent dbname=nowhere";
  JournalWriter away(options, clock, random);
  const AppendGroup group = webhook_group(1);
  const auto result = away.append({&group, 1}).front();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, Errc::unavailable);
  const auto read = away.read_stream(StreamName{"run/x"}, 0, 1);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace runledger::store::test
