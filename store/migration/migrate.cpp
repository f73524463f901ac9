#include "store/migration/migrate.hpp"

#include <charconv>
#include <map>

#include "ledger/hash.hpp"
#include "store/postgres/pqxx_session.hpp"

namespace runledger::store {
namespace {

// Any number that no other program uses for an advisory lock in this database; "runledgr" in ASCII.
constexpr char kTakeLock[] = "SELECT pg_advisory_lock(8247331946466305906)";

constexpr char kBookkeeping[] = R"sql(
  CREATE SCHEMA IF NOT EXISTS runledger;
  CREATE TABLE IF NOT EXISTS runledger.migrations (
    number     integer PRIMARY KEY,
    name       text        NOT NULL,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  ))sql";
constexpr Statement kApplied{"applied_migrations",
                             "SELECT number, name, sha256 FROM runledger.migrations ORDER BY number"};
constexpr Statement kRecord{
    "record_migration", "INSERT INTO runledger.migrations (number, name, sha256) VALUES ($1::int, $2, $3)"};

struct Known {
  std::string name, sha256;
};

int number_of(const MigrationFile& file) {
  int number = 0;
  std::from_chars(file.name.data(), file.name.data() + file.name.size(), number);
  return number;
}

std::map<int, Known> read_applied(PqxxSession& session) {
  pqxx::work transaction(session.connection());
  transaction.exec(kBookkeeping);
  std::map<int, Known> applied;
  for (const auto& row : session.run(transaction, kApplied)) {
    applied[row[0].as<int>()] = {row[1].as<std::string>(), row[2].as<std::string>()};
  }
  transaction.commit();
  return applied;
}

// What was applied must be what this binary knows, else neither may touch the schema.
Result<Done> check_history(const std::map<int, Known>& applied, std::span<const MigrationFile> files) {
  std::map<int, Known> ours;
  for (const auto& file : files)
    ours[number_of(file)] = {std::string(file.name), ledger::hex(ledger::sha256(file.sql))};
  for (const auto& [number, known] : applied) {
    const auto mine = ours.find(number);
    if (mine == ours.end()) {
      return Error{Errc::conflict, "the database has migration " + known.name +
                                       ", which this runledger does not know: it is older than the database"};
    }
    if (mine->second.sha256 != known.sha256) {
      return Error{Errc::conflict,
                   "migration " + mine->second.name +
                       " is not the one that was applied to this database: another build of "
                       "runledger made it. Use that build, or another database or data folder "
                       "(in development: migrations are forward only, so restore the file and "
                       "add a new one)"};
    }
  }
  return Done{};
}

Result<Done> apply(PqxxSession& session, const MigrationFile& file) {
  try {
    pqxx::work transaction(session.connection());
    transaction.exec("SET LOCAL statement_timeout = 0");
    transaction.exec(std::string(file.sql));
    session.run(transaction, kRecord, number_of(file), std::string(file.name),
                ledger::hex(ledger::sha256(file.sql)));
    transaction.commit();
    return Done{};
  } catch (...) {
    const SqlFailure failure = current_failure();
    if (failure.lost()) return to_error(failure, "migration " + std::string(file.name));
    return Error{Errc::internal, "migration " + std::string(file.name) + " failed: " + failure.message};
  }
}

}  // namespace

Result<Migrated> migrate(const std::string& database_url) {
  return apply_migrations(database_url, migration_files());
}

Result<Migrated> apply_migrations(const std::string& url, std::span<const MigrationFile> files) {
  try {
    PqxxSession session(session_url(url));
    {
      pqxx::nontransaction waiting(session.connection());
      waiting.exec("SET statement_timeout = 0");
      waiting.exec("SET lock_timeout = 0");
      waiting.exec(kTakeLock);  // held until this session ends
    }
    const auto applied = read_applied(session);
    if (auto checked = check_history(applied, files); !checked) return std::move(checked).error();
    Migrated done{0, static_cast<int>(files.size())};
    for (const auto& file : files) {
      if (applied.contains(number_of(file))) continue;
      if (auto made = apply(session, file); !made) return std::move(made).error();
      ++done.applied;
    }
    return done;
  } catch (...) {
    return to_error(current_failure(), "migrating the database");
  }
}

}  // namespace runledger::store
