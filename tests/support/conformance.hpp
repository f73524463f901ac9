#pragma once

#include <filesystem>
#include <string>

#include "tests/support/paths.hpp"

namespace runledger::test {

// Test data that others publish stands beside the project, not in it: "../shared/conformance/<what>". The
// folder may be missing; tests then skip with a message that names it.
inline std::filesystem::path conformance(const std::string& what) {
  return source_folder() / "../shared/conformance" / what;
}

}  // namespace runledger::test
