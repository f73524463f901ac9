// The published examples of the Open Workflow DSL (its examples, its conformance kit and its documents).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "tests/support/conformance.hpp"
#include "tests/workflow/definition/reading.hpp"

namespace runledger::definition {
namespace {

std::vector<std::filesystem::path> corpus(const char* part) {
  std::vector<std::filesystem::path> files;
  const auto folder = test::conformance("open-workflow/corpus") / part;
  if (!std::filesystem::is_directory(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

bool is_error(const Diagnostic& diagnostic) {
  return diagnostic.severity == Severity::error;
}

TEST(Corpus, AcceptsWhatIsRightOrSaysWhatIsNotSupported) {
  const auto files = corpus("ok");
  if (files.empty()) GTEST_SKIP() << "no conformance data in " << test::conformance("open-workflow/corpus");
  std::size_t count = 0;
  for (const auto& file : files) {
    const auto outcome = read_definition(read_file(file.string()));
    if (outcome.program != nullptr) ++count;
    for (const auto& diagnostic : outcome.diagnostics) {
      if (!is_error(diagnostic)) continue;
      EXPECT_NE(diagnostic.message.find("not supported yet"), std::string::npos)
          << file.filename() << ": " << diagnostic.text();
    }
  }
  std::cout << "conformance: corpus ok/, " << count << " of " << files.size()
            << " definitions accepted, the others refused as not supported\n";
  EXPECT_GT(count, files.size() / 3);
}

TEST(Corpus, RefusesWhatIsWrongWithItsPlace) {
  const auto files = corpus("bad");
  if (files.empty()) GTEST_SKIP() << "no conformance data in " << test::conformance("open-workflow/corpus");
  for (const auto& file : files) {
    const auto outcome = read_definition(read_file(file.string()));
    EXPECT_EQ(outcome.program, nullptr) << file.filename();
    ASSERT_FALSE(outcome.diagnostics.empty());
    EXPECT_GT(outcome.diagnostics.front().position.line, 0u);
    EXPECT_GT(outcome.diagnostics.front().position.column, 1u) << outcome.diagnostics.front().text();
  }
}

}  // namespace
}  // namespace runledger::definition
