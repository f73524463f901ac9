#pragma once

#include <span>
#include <string>

#include "store/migration/migration_files.hpp"
#include "store/store.hpp"
#include "workflow/base/result.hpp"

namespace runledger::store {

// migrate() of store.hpp, with any files: their names begin with a number.
Result<Migrated> apply_migrations(const std::string& url, std::span<const MigrationFile> files);

}  // namespace runledger::store
