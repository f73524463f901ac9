#include <cstdio>

#include "app/cli/outcome.hpp"
#include "app/commands/commands.hpp"
#include "app/platform/private_file.hpp"
#include "workflow/definition/reader.hpp"

namespace runledger::app {

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
  bool good = true;
  for (const auto& file : words) {
    auto text = read_file(file);
    if (!text) {
      good = false;
      failed(text.error());
      continue;
    }
    const auto read = definition::read_definition(*text);
    for (const auto& diagnostic : read.diagnostics)
      std::printf("%s:%s\n", file.c_str(), diagnostic.text().c_str());
    if (read.program) {
      std::printf("%s: %s %s is fine\n", file.c_str(), read.program->name.value.c_str(),
                  read.program->version.c_str());
    }
    good = good && read.program != nullptr;
  }
  return good ? kDone : kFailed;
}

}  // namespace runledger::app
