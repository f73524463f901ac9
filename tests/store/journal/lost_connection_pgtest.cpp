#include <atomic>
#include <set>
#include <thread>

#include "tests/store/support/cutting_proxy.hpp"
#include "tests/store/support/store_fixture.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::store::test {
namespace {

using LostConnectionTest = StoreTest;

constexpr char kKillEngine[] =
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name = 'runledger'";

TEST_F(LostConnectionTest, EveryAcknowledgedGroupIsThereOnceAndNoneTwice) {
  const auto journal = writer();
  std::atomic<bool> done{false};
  std::atomic<int> kills{0}, appends{0};
  // Most kills wait for an append to succeed first, so that a slow machine makes progress too; some come in a
  // row.
  std::thread killer([&] {
    pqxx::connection connection(database.url());
    std::mt19937_64 delays(7);
    while (!done) {
      const int before = appends;
      {
        pqxx::nontransaction transaction(connection);
        kills += transaction.exec(kKillEngine)[0][0].as<int>();
      }
      std::this_thread::sleep_for(std::chrono::microseconds(delays() % 50'000));
      const bool at_once = delays() % 4 == 0;
      while (!done && !at_once && appends == before)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });

  constexpr int kKills = 40;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  int next = 1;
  std::set<int> acknowledged, refused, unknown;
  const auto enough = [&] { return kills >= kKills && acknowledged.size() >= 200; };
  while (!enough() && std::chrono::steady_clock::now() < deadline) {
    std::vector<AppendGroup> batch;
    const int first = next;
    for (int i = 0; i < 1 + first % 5; ++i) batch.push_back(webhook_group(next++));
    const auto results = journal->append(batch);
    if (results.front().ok()) ++appends;
    for (std::size_t i = 0; i < results.size(); ++i) {
      const int n = first + static_cast<int>(i);
      if (results[i].ok()) {
        acknowledged.insert(n);
      } else {
        // When the connection is killed again and again while the outcome is being looked up, it stays
        // unknown.
        const Errc code = results[i].error().code;
        EXPECT_TRUE(code == Errc::unavailable || code == Errc::outcome_unknown) << results[i].error().message;
        (code == Errc::outcome_unknown ? unknown : refused).insert(n);
      }
    }
    // As a caller would: wait until the database is back.
    const auto is_back = [&] { return journal->read_stream(StreamName{"run/x"}, 0, 1).ok(); };
    if (!results.front().ok()) {
      EXPECT_TRUE(runledger::test::eventually(is_back));
    }
  }
  done = true;
  killer.join();

  ASSERT_GE(kills, kKills) << "the connection was hardly ever lost";
  ASSERT_GE(acknowledged.size(), 200u);
  const auto started = [&](const std::string& count) {
    return std::stoul(sql("SELECT count(" + count + ") FROM runledger.events WHERE type = 'RunStarted'"));
  };
  EXPECT_EQ(started("*"), started("DISTINCT run_id"));
  EXPECT_GE(started("*"), acknowledged.size());
  EXPECT_LE(started("*"), acknowledged.size() + unknown.size());
  for (const int n : acknowledged) {
    EXPECT_NE(sql("SELECT count(*) FROM runledger.events WHERE run_id = '" + numbered<RunId>(n).text() + "'"),
              "0");
  }
  for (const int n : refused) {
    EXPECT_EQ(sql("SELECT count(*) FROM runledger.events WHERE run_id = '" + numbered<RunId>(n).text() + "'"),
              "0");
  }
  EXPECT_EQ(sql("SELECT max(position) = count(*) FROM runledger.events"), "t");
  EXPECT_EQ(
      sql("SELECT h.position = count(*) FROM runledger.log_head h, runledger.events GROUP BY h.position"),
      "t");
}

class CutConnectionTest : public StoreTest {
 protected:
  CutConnectionTest() {
    JournalWriter::Options options;
    options.session.database_url = proxy.url();
    journal = std::make_unique<JournalWriter>(options, clock, random);
    const AppendGroup first = webhook_group(1);
    EXPECT_TRUE(journal->append({&first, 1}).front().ok());
  }
  Result<Appended> append(int n) {
    const AppendGroup group = webhook_group(n);
    return journal->append({&group, 1}).front();
  }

  CuttingProxy proxy{database.url()};
  std::unique_ptr<JournalWriter> journal;
};

TEST_F(CutConnectionTest, ACommitWhoseAnswerWasLostIsRecognised) {
  proxy.cut_next(CuttingProxy::Cut::answer);
  const auto result = append(2);
  ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_EQ(result->first_position, 4u);
  EXPECT_EQ(result->last_position, 6u);
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "6");
  EXPECT_EQ(sql("SELECT fence FROM runledger.log_head"), "1");
  EXPECT_EQ(append(3)->first_position, 7u);
}

TEST_F(CutConnectionTest, ABatchThatArrivesLateCannotCommitAnyMore) {
  proxy.cut_next(CuttingProxy::Cut::request);
  const auto result = append(2);
  ASSERT_TRUE(result.ok())
      << result.error().message;  // sent again, once it was certain that nothing had happened
  proxy.release();
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "6");
  EXPECT_EQ(append(3)->first_position, 7u);
}

TEST_F(CutConnectionTest, ABatchThatArrivesLateCannotCommitEvenIntoAnUnmovedLog) {
  // The head stands where the late batch expects it: the fence alone keeps it out.
  sql("CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "RAISE EXCEPTION 'no' USING ERRCODE = '53100'; END $$;"
      "CREATE TRIGGER refuse BEFORE INSERT ON runledger.events EXECUTE FUNCTION public.refuse()");
  proxy.cut_next(CuttingProxy::Cut::request);
  const auto result = append(2);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, Errc::unavailable);  // "nothing was written", for good
  sql("DROP TRIGGER refuse ON runledger.events");
  proxy.release();
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "3");
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
  options.session.database_url = "host=/nonexistent dbname=nowhere";
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
