#pragma once

#include <span>
#include <string>

#include "store/migration/migration_files.hpp"
#include "workflow/base/result.hpp"

namespace runledger::store {

struct Migrated {
  int applied = 0;  // now; the others were there
  int total = 0;
};

// Brings the database's schema `runledger` up to this binary: applies what is missing, each file in a
// transaction of its own. Several processes may do so at once: one works, the others wait for it (advisory
// lock). Errors: unavailable; conflict when a file that was applied before has changed, or the database is
// newer than this binary (nothing is then changed); internal when a migration fails, naming it.
Result<Migrated> migrate(const std::string& url, std::span<const MigrationFile> files = migration_files());

}  // namespace runledger::store
