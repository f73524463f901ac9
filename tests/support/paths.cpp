#include "tests/support/paths.hpp"

namespace runledger::test {

std::filesystem::path source_folder() {
  return RUNLEDGER_SOURCE_DIR;
}

std::filesystem::path program_under_test() {
  return RUNLEDGER_BINARY;
}

}  // namespace runledger::test
