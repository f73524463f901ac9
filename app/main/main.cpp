#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/cli/outcome.hpp"
#include "app/commands/commands.hpp"

namespace {

constexpr const char* kUsage =
    R"(Runledger: an event-sourced workflow engine. Webhooks in, provable runs out.

Usage: runledger COMMAND [OPTIONS]

Commands:
  dev        everything on this machine: private PostgreSQL, examples, keys, a ready curl line
  serve      a server on a PostgreSQL of yours
  migrate    bring the database's schema up to date
  rebuild    recreate every projection from the event log
  validate   check a workflow definition and list all its problems

`runledger COMMAND --help` tells a command's options.
)";

using Command = std::function<int(const std::vector<std::string>&)>;

}  // namespace

int main(int argc, char** argv) {
  using namespace runledger::app;
  const std::map<std::string, Command> commands = {
      {"dev", dev_command},         {"serve", serve_command},       {"migrate", migrate_command},
      {"rebuild", rebuild_command}, {"validate", validate_command},
  };
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    std::fputs(kUsage, words.empty() ? stderr : stdout);
    return words.empty() ? kWrongUsage : kDone;
  }
  if (words[0] == "--version") {
    std::puts("runledger " RUNLEDGER_VERSION);
    return kDone;
  }
  const auto found = commands.find(words[0]);
  if (found == commands.end()) {
    return wrong_usage({runledger::Errc::invalid_input, "there is no command '" + words[0] + "'"},
                       "runledger --help");
  }
  return found->second({words.begin() + 1, words.end()});
}
