#pragma once

#include <string>
#include <vector>

// The subcommands of `runledger`, each in a file of its own name. Each gets the words after its name and
// gives the process's exit code: 0 done, 1 failed (the reason is on stderr), 2 wrong usage.
namespace runledger::app {

int dev_command(const std::vector<std::string>& words);
int serve_command(const std::vector<std::string>& words);
int migrate_command(const std::vector<std::string>& words);
int rebuild_command(const std::vector<std::string>& words);
int validate_command(const std::vector<std::string>& words);

}  // namespace runledger::app
