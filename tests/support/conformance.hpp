#pragma once

#include <filesystem>
#include <string>

namespace runledger::test {

// Test data that others publish stands beside the project, not in it: "../shared/conformance/<what>". The
// folder may be missing; tests then skip with a message that names it.
inline std::filesystem::path conformance(const std::string& what) {
  return std::filesystem::path(RUNLEDGER_SOURCE_DIR) / "../shared/conformance" / what;
}

}  // namespace runledger::test
