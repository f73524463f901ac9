#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <vector>

#include "tests/support/paths.hpp"
#include "tests/workflow/definition/reading.hpp"

namespace runledger::definition {
namespace {

struct Case {
  std::string name, text, expected;
};

// diagnostics_golden.txt; its first lines say how it is written.
std::vector<Case> read_cases() {
  std::istringstream file(
      read_file(test::source_folder() / "tests/workflow/definition/diagnostics_golden.txt"));
  std::vector<Case> cases;
  std::string* into = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), "", ""});
      into = &cases.back().text;
    } else if (line == "---") {
      into = &cases.back().expected;
    } else if (into != nullptr) {
      *into += line == "TASKS" ? with_tasks("") : line + "\n";
    }
  }
  return cases;
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(report(GetParam().text), GetParam().expected) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Diagnostics, Golden, testing::ValuesIn(read_cases()),
                         [](const auto& tested) { return tested.param.name; });

// A file that is not found would leave nothing to test.
TEST(GoldenFile, HasCases) {
  EXPECT_GT(read_cases().size(), 50u);
}

}  // namespace
}  // namespace runledger::definition
