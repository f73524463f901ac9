#pragma once

#include <span>
#include <string_view>

namespace runledger::store {

struct MigrationFile {
  std::string_view name;  // "0001_events.sql"
  std::string_view sql;
};

// migrations/*.sql as they were when the binary was built, in the order of their numbers.
std::span<const MigrationFile> migration_files();

}  // namespace runledger::store
