#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger {
class Catalog;
class Clock;
class EventLog;
class Queries;
class Random;
class RunIndex;
class Vault;
}  // namespace runledger

// What the store gives to the program.
namespace runledger::store {

struct Migrated {
  int applied = 0;  // by this call; the others were there
  int total = 0;
};

// Brings the database up to this binary's schema: applies the migrations that are missing, each in a
// transaction of its own. Needs the owner of the schema, or who may create it. Several processes may do so at
// once: one works, the others wait for it. Errors: unavailable; conflict when an applied migration was
// changed, or the database is newer than this binary (nothing is then changed); internal naming the migration
// that failed.
Result<Migrated> migrate(const std::string& database_url);

// Makes every projection anew from the log, in one transaction: appends and queries wait until it is done.
// Needs the owner of the schema. `progress` is told how many events are done, and how many there are; it may
// be empty. Errors: conflict when an engine serves this database or another rebuild is at work, naming its
// session; unavailable; corrupt_history naming the position of an event that cannot be read (nothing is then
// changed).
Result<Done> rebuild(const std::string& database_url,
                     const std::function<void(std::uint64_t done, std::uint64_t total)>& progress);

// Names a master key without telling anything of it: what the vault writes beside each value. Errors:
// invalid_input when the key has not 32 bytes.
Result<std::string> master_key_id(std::string_view master_key);

struct VaultKey {
  std::string id;            // as master_key_id
  std::uint64_t values = 0;  // how many connections and secrets are encrypted under it
};
// Under which master keys the database's connections and secrets are encrypted: none while there are none,
// and more than one only when engines with different keys have written. Blocks. Errors: unavailable.
Result<std::vector<VaultKey>> vault_keys(const std::string& database_url);

struct StoreOptions {
  std::string database_url;  // a libpq URI or keyword string
  std::string master_key;    // 32 bytes: encrypts the vault; never in the database
  std::size_t read_logs = 2;
  std::size_t query_connections = 4;
  // How often the catalog looks by itself, beside being told of changes.
  std::chrono::milliseconds catalog_poll{5'000};
  // See LogSession::Options; called on the journal's thread.
  std::function<void(const std::string& holder)> on_superseded = {};
};

// One PostgreSQL database behind all the ports of workflow/ports/. Opening neither blocks nor needs the
// database: connections are made when first used and made anew when lost; calls say `unavailable` while it is
// away. Each EventLog and the RunIndex have a connection of their own; the other ports are thread-safe.
class Store {
 public:
  // `clock` and `random` must outlive the store. Errors: invalid_input when the master key has not 32 bytes.
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options, const Clock& clock, Random& random);
  ~Store();

  EventLog& journal_log();             // the one to append to
  std::vector<EventLog*> read_logs();  // for reading, one thread each
  RunIndex& run_index();
  Catalog& catalog();  // follows the log on a thread of its own; empty until its first load: see refresh()
  Queries& queries();
  Vault& vault();

 private:
  struct Parts;
  explicit Store(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace runledger::store
