#include "store/migration/migrate.hpp"

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <thread>
#include <vector>

#include "tests/support/postgres.hpp"

namespace runledger::store::test {
namespace {

using runledger::test::TestDatabase;

std::string first_value(const TestDatabase& database, const std::string& statement) {
  pqxx::connection connection(database.url());
  pqxx::nontransaction transaction(connection);
  return transaction.exec(statement)[0][0].c_str();
}

TEST(Migrate, AppliesAllOnceAndThenNothing) {
  const TestDatabase database;
  const auto first = migrate(database.url());
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first->applied, static_cast<int>(migration_files().size()));
  const auto second = migrate(database.url());
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(second->applied, 0);
  EXPECT_EQ(second->total, first->total);
}

TEST(Migrate, SeveralProcessesMayStartAtOnce) {
  const TestDatabase database;
  std::vector<std::thread> threads;
  std::vector<Result<Migrated>> results(4, Error{});
  for (auto& result : results) threads.emplace_back([&] { result = migrate(database.url()); });
  for (auto& thread : threads) thread.join();
  int applied = 0;
  for (const auto& result : results) {
    ASSERT_TRUE(result.ok()) << result.error().message;
    applied += result->applied;
  }
  EXPECT_EQ(applied, static_cast<int>(migration_files().size()));
}

TEST(Migrate, RefusesAFileThatWasChangedAfterwards) {
  const TestDatabase database;
  const MigrationFile before[] = {{"0001_a.sql", "CREATE TABLE runledger.a (x int)"}};
  ASSERT_TRUE(apply_migrations(database.url(), before).ok());
  const MigrationFile after[] = {{"0001_a.sql", "CREATE TABLE runledger.a (x bigint)"},
                                 {"0002_b.sql", "CREATE TABLE runledger.b (x int)"}};
  const auto refused = apply_migrations(database.url(), after);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::conflict);
  EXPECT_NE(refused.error().message.find("0001_a.sql"), std::string::npos) << refused.error().message;
  EXPECT_EQ(first_value(database, "SELECT count(*) FROM runledger.migrations"), "1");
}

TEST(Migrate, RefusesADatabaseThatIsNewerThanTheBinary) {
  const TestDatabase database;
  const MigrationFile both[] = {{"0001_a.sql", "SELECT 1"}, {"0002_b.sql", "SELECT 2"}};
  ASSERT_TRUE(apply_migrations(database.url(), both).ok());
  const auto refused = apply_migrations(database.url(), std::span(both).first(1));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::conflict);
}

TEST(Migrate, AFailedFileChangesNothingAndIsNamed) {
  const TestDatabase database;
  const MigrationFile files[] = {{"0001_a.sql", "SELECT 1"},
                                 {"0002_b.sql", "CREATE TABLE runledger.b (x int); SELECT 1 / 0"}};
  const auto failed = apply_migrations(database.url(), files);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, Errc::internal);
  EXPECT_NE(failed.error().message.find("0002_b.sql"), std::string::npos) << failed.error().message;
  EXPECT_EQ(first_value(database, "SELECT to_regclass('runledger.b') IS NULL"), "t");
  EXPECT_EQ(first_value(database, "SELECT max(number) FROM runledger.migrations"), "1");
}

TEST(Migrate, SaysUnavailableWhenThereIsNoServer) {
  const auto failed = migrate("host=/nonexistent dbname=nowhere");
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace runledger::store::test
