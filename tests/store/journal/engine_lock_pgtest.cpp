// One engine a log: its journal appends only while it has the engine lock.
#include "tests/store/support/store_fixture.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::store::test {
namespace {

class EngineLockTest : public StoreTest {
 protected:
  std::unique_ptr<JournalWriter> engine() {
    JournalWriter::Options options;
    options.session.database_url = database.url();
    options.session.is_engine = true;
    return std::make_unique<JournalWriter>(options, clock, random);
  }
  static Result<Appended> append(JournalWriter& journal, int n) {
    const AppendGroup group = webhook_group(n);
    return journal.append({&group, 1}).front();
  }
};

TEST_F(EngineLockTest, SecondEngineWaitsUntilTheFirstHasEnded) {
  auto first = engine();
  const auto second = engine();
  ASSERT_TRUE(append(*first, 1).ok());
  ASSERT_TRUE(first->probe().ok());
  const auto refused = append(*second, 2);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_EQ(second->probe().error().code, Errc::unavailable);
  first.reset();
  EXPECT_TRUE(runledger::test::eventually([&] { return append(*second, 3).ok(); }));
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events WHERE type = 'RunStarted'"), "2");
}

TEST_F(EngineLockTest, IsTakenAgainAfterALostConnection) {
  const auto journal = engine();
  ASSERT_TRUE(append(*journal, 1).ok());
  sql("SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
      "WHERE l.locktype = 'advisory' AND a.datname = current_database()");
  EXPECT_TRUE(runledger::test::eventually([&] { return append(*journal, 2).ok(); }));
  const auto other = engine();
  EXPECT_EQ(append(*other, 3).error().code, Errc::unavailable);
}

TEST_F(EngineLockTest, ReadersNeedNone) {
  const auto first = engine();
  ASSERT_TRUE(append(*first, 1).ok());
  const auto reader = writer();
  EXPECT_EQ(reader->read_stream(run_stream(numbered<RunId>(1)), 0, 10)->size(), 2U);
}

}  // namespace
}  // namespace runledger::store::test
