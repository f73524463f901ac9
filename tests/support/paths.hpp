#pragma once

#include <filesystem>

namespace runledger::test {

// The project's own folder, and the program under test. Known to one source file alone, so that the others
// compile to the same bytes (and come from a compiler cache) wherever the project lies.
std::filesystem::path source_folder();
std::filesystem::path program_under_test();

}  // namespace runledger::test
