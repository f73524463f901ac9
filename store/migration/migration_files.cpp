#include "store/migration/migration_files.hpp"

#include <array>

#include "embedded/migrations.hpp"

namespace runledger::store {

std::span<const MigrationFile> migration_files() {
  static const auto files = [] {
    std::array<MigrationFile, embedded::kMigrations.size()> made;
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i] = {embedded::kMigrations[i].name, embedded::kMigrations[i].text};
    }
    return made;
  }();
  return files;
}

}  // namespace runledger::store
