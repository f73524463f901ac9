#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/arguments.hpp"

namespace runledger::app {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;

// "runledger: <message>" on stderr.
int failed(const Error& error);
int wrong_usage(const Error& error, std::string_view help_hint);
// True when `words` ask for help (--help, -h, help).
bool asks_for_help(const std::vector<std::string>& words);

}  // namespace runledger::app
