#include "app/cli/outcome.hpp"

#include <cstdio>

namespace runledger::app {

int failed(const Error& error) {
  std::fprintf(stderr, "runledger: %s\n", error.message.c_str());
  return kFailed;
}

int wrong_usage(const Error& error, std::string_view help_hint) {
  std::fprintf(stderr, "runledger: %s\nTry: %.*s\n", error.message.c_str(),
               static_cast<int>(help_hint.size()), help_hint.data());
  return kWrongUsage;
}

bool asks_for_help(const std::vector<std::string>& words) {
  for (const auto& word : words) {
    if (word == "--help" || word == "-h") return true;
  }
  return false;
}

}  // namespace runledger::app
