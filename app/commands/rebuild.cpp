#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/outcome.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/database_option.hpp"
#include "app/dev/data_folder.hpp"
#include "store/store.hpp"

namespace runledger::app {
namespace {

const std::vector<Option> kOptions = {
    kDatabaseOption,
    {"--data", "DIR", "or: the data folder of `runledger dev`, which must not be running"},
};

Result<Done> rebuild(const std::string& url) {
  std::uint64_t events = 0;
  const bool is_terminal = isatty(STDERR_FILENO) == 1;
  auto rebuilt = store::rebuild(url, [&](std::uint64_t done, std::uint64_t last) {
    events = last;
    if (!is_terminal) return;
    std::fprintf(stderr, "\rrebuilding: %llu of %llu events", static_cast<unsigned long long>(done),
                 static_cast<unsigned long long>(last));
  });
  if (events > 0 && is_terminal) std::fprintf(stderr, "\n");
  if (!rebuilt) return rebuilt;
  std::printf("every projection was recreated from %llu events\n", static_cast<unsigned long long>(events));
  return Done{};
}

Result<Done> rebuild_data_folder(const std::string& given) {
  if (!std::filesystem::exists(given + "/dev.json")) {
    return Error{Errc::not_found, "'" + given + "' is no data folder of `runledger dev`: it has no dev.json"};
  }
  auto folder = open_data_folder(given);
  if (!folder) return std::move(folder).error();
  auto lock = FolderLock::take(folder->root);
  if (!lock) return std::move(lock).error();
  auto cluster = PrivateCluster::start({folder->cluster(), true});
  if (!cluster) return std::move(cluster).error();
  return rebuild((*cluster)->url(kEngineDatabase));
}

}  // namespace

int rebuild_command(const std::vector<std::string>& words) {
  if (asks_for_help(words)) {
    std::printf(
        "Usage: runledger rebuild (--database-url URL | --data DIR)\n\nRecreates every projection from the "
        "event "
        "log, in one transaction. Refused while an engine serves the database.\n\n%s",
        options_help(kOptions).c_str());
    return kDone;
  }
  auto arguments = Arguments::parse(words, kOptions);
  if (!arguments) return wrong_usage(arguments.error(), "runledger rebuild --help");
  const auto data = arguments->get("--data");
  const auto url = arguments->get("--database-url");
  if (data.has_value() == url.has_value()) {
    return wrong_usage({Errc::invalid_input, "say either --database-url or --data"},
                       "runledger rebuild --help");
  }
  if (url) {
    if (auto checked = database_url(*arguments); !checked)
      return wrong_usage(checked.error(), "runledger rebuild --help");
  }
  auto done = data ? rebuild_data_folder(*data) : rebuild(*url);
  return done ? kDone : failed(done.error());
}

}  // namespace runledger::app
