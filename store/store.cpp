#include "store/store.hpp"

#include "store/catalog/pg_catalog.hpp"
#include "store/journal/journal_writer.hpp"
#include "store/queries/pg_queries.hpp"
#include "store/run_index.hpp"
#include "store/vault/pg_vault.hpp"

namespace runledger::store {

struct Store::Parts {
  Parts(const StoreOptions& options, Cipher cipher, const Clock& clock, Random& random)
      : journal_log(journal_options(options, true), clock, random),
        run_index(make_run_index(options.database_url)),
        catalog(make_catalog(options.database_url, options.catalog_poll)),
        queries(make_queries(options.database_url, options.query_connections)),
        vault(make_vault(options.database_url, cipher, random)) {
    for (std::size_t i = 0; i < options.read_logs; ++i) {
      read_logs.push_back(std::make_unique<JournalWriter>(journal_options(options, false), clock, random));
    }
  }

  static JournalWriter::Options journal_options(const StoreOptions& options, bool is_engine) {
    JournalWriter::Options made;
    made.session.database_url = options.database_url;
    made.session.is_engine = is_engine;
    made.session.on_superseded = options.on_superseded;
    return made;
  }

  JournalWriter journal_log;
  std::vector<std::unique_ptr<EventLog>> read_logs;
  std::unique_ptr<RunIndex> run_index;
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<Queries> queries;
  std::unique_ptr<Vault> vault;
};

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options, const Clock& clock, Random& random) {
  auto cipher = Cipher::make(options.master_key);
  if (!cipher) return std::move(cipher).error();
  return std::unique_ptr<Store>(
      new Store(std::make_unique<Parts>(options, *std::move(cipher), clock, random)));
}

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::~Store() = default;

EventLog& Store::journal_log() {
  return parts_->journal_log;
}

std::vector<EventLog*> Store::read_logs() {
  std::vector<EventLog*> logs;
  for (const auto& log : parts_->read_logs) logs.push_back(log.get());
  return logs;
}

RunIndex& Store::run_index() {
  return *parts_->run_index;
}
Catalog& Store::catalog() {
  return *parts_->catalog;
}
Queries& Store::queries() {
  return *parts_->queries;
}
Vault& Store::vault() {
  return *parts_->vault;
}

}  // namespace runledger::store
