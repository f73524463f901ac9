#pragma once

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <string>

#include "store/journal/journal_writer.hpp"
#include "store/store.hpp"
#include "tests/store/support/fixed_random.hpp"
#include "tests/support/postgres.hpp"

namespace runledger::store::test {

// A migrated database, and plain SQL on it as its owner.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    const auto migrated = migrate(database.url());
    EXPECT_TRUE(migrated.ok()) << migrated.error().message;
  }

  std::unique_ptr<JournalWriter> writer() {
    JournalWriter::Options options;
    options.session.database_url = database.url();
    return std::make_unique<JournalWriter>(options, clock, random);
  }

  // The first value of the first row, as text; "" for NULL or no row.
  std::string sql(const std::string& statement) {
    pqxx::connection connection(database.url());
    pqxx::work transaction(connection);
    const pqxx::result result = transaction.exec(statement);
    transaction.commit();
    return result.empty() || result[0][0].is_null() ? std::string() : result[0][0].c_str();
  }

  runledger::test::TestDatabase database;
  WallClock clock;
  SeededRandom random{20261123};
};

// Ids and events for tests.
template <class SomeId>
SomeId numbered(int n) {
  SomeId id;
  id.bytes[0] = 0x01;
  id.bytes[6] = 0x70;
  id.bytes[8] = 0x80;
  for (std::size_t i = 0; i < 4; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(n >> (8 * i));
  return id;
}
Timestamp at(double seconds);  // 2026-11-23T12:00:00Z plus `seconds`
run::RunStarted run_started(RunId run);
record::RequestAccepted request_accepted(RequestId request, RunId run);
Append one(StreamName stream, Event event, std::optional<std::uint64_t> expected = std::nullopt);
Append of_run(RunId run, std::vector<Event> events, std::optional<std::uint64_t> expected = std::nullopt);
// What the journal gets for one accepted webhook: the request, the run's start, and the body.
AppendGroup webhook_group(int n);
// What it gets for a saved or deleted connection or secret: the event that says so, and the change.
AppendGroup vault_group(VaultChange change, std::optional<std::uint64_t> expected = std::nullopt);

}  // namespace runledger::store::test
