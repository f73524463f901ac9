#include <cstdio>

#include "app/cli/outcome.hpp"
#include "app/commands/commands.hpp"
#include "app/platform/private_file.hpp"
#include "app/platform/time_zone_database.hpp"
#include "workflow/definition/reader.hpp"
#include "workflow/schedule/plan.hpp"

namespace runledger::app {
namespace {

// Prints what is to be said about the file.
bool is_fine(const std::string& file, const TimeZones& zones) {
  auto text = read_file(file);
  if (!text) {
    failed(text.error());
    return false;
  }
  const auto read = definition::read_definition(*text);
  for (const auto& diagnostic : read.diagnostics)
    std::printf("%s:%s\n", file.c_str(), diagnostic.text().c_str());
  if (!read.program) return false;
  const definition::Program& program = *read.program;
  if (program.schedule) {
    if (auto checked = schedule::check_time_zone(*program.schedule, zones); !checked) {
      std::printf("%s: error: %s\n", file.c_str(), checked.error().message.c_str());
      return false;
    }
  }
  std::printf("%s: %s %s is fine\n", file.c_str(), program.name.value.c_str(), program.version.c_str());
  return true;
}

}  // namespace

int validate_command(const std::vector<std::string>& words) {
  constexpr const char* kHelp =
      "Usage: runledger validate FILE...\n\nChecks workflow definitions (YAML or JSON) and lists all "
      "problems as\n"
      "FILE:LINE:COLUMN. Exit code 0 when every file can be used, 1 when not.\n";
  if (asks_for_help(words)) {
    std::fputs(kHelp, stdout);
    return kDone;
  }
  if (words.empty())
    return wrong_usage({Errc::invalid_input, "no file is named"}, "runledger validate --help");
  const auto zones = system_time_zones();
  bool good = true;
  for (const auto& file : words) good = is_fine(file, *zones) && good;
  return good ? kDone : kFailed;
}

}  // namespace runledger::app
