#include <cstdio>

#include "app/cli/outcome.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/database_option.hpp"
#include "store/store.hpp"

namespace runledger::app {

int migrate_command(const std::vector<std::string>& words) {
  const std::vector<Option> options = {kDatabaseOption};
  if (asks_for_help(words)) {
    std::printf(
        "Usage: runledger migrate --database-url URL\n\nBrings the database's schema up to this version. "
        "Safe to "
        "run again, and by several at once.\n\n%s",
        options_help(options).c_str());
    return kDone;
  }
  auto arguments = Arguments::parse(words, options);
  if (!arguments) return wrong_usage(arguments.error(), "runledger migrate --help");
  auto url = database_url(*arguments);
  if (!url) return wrong_usage(url.error(), "runledger migrate --help");
  auto migrated = store::migrate(*url);
  if (!migrated) return failed(migrated.error());
  std::printf("%d of %d migrations applied now; the schema is up to date\n", migrated->applied,
              migrated->total);
  return kDone;
}

}  // namespace runledger::app
