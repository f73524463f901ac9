#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cluster/server_user.hpp"
#include "workflow/base/result.hpp"

namespace runledger::app {

// Starts a program as `user`, its output appended to `log`; it gets `death_signal` when the starting thread
// dies (0: none). Gives the process id. Errors: unavailable.
Result<int> spawn(const std::vector<std::string>& command, const ServerUser& user,
                  const std::filesystem::path& log, int death_signal);
// Starts a program and waits for it. Errors: unavailable with the last lines that it printed.
Result<Done> run_to_end(const std::vector<std::string>& command, const ServerUser& user,
                        const std::filesystem::path& log);
// The end of a text file, at most `bytes`.
std::string tail_of(const std::filesystem::path& file, std::size_t bytes);

}  // namespace runledger::app
