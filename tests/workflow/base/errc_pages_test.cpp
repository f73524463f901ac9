#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/support/paths.hpp"
#include "workflow/base/errc.hpp"
#include "workflow/run/error.hpp"

namespace runledger {
namespace {

namespace fs = std::filesystem;

// Every code up to the last one; a new last code must be put here, which the comparison with the pages
// enforces.
std::set<std::string> names() {
  std::set<std::string> out;
  for (int code = 0; code <= static_cast<int>(Errc::internal); ++code) {
    out.emplace(name_of(static_cast<Errc>(code)));
  }
  return out;
}

TEST(Errc, EveryCodeHasAPageAndEveryPageACode) {
  std::set<std::string> pages;
  for (const auto& entry : fs::directory_iterator(test::source_folder() / "docs/errors")) {
    if (entry.path().extension() != ".md") continue;
    const std::string name = entry.path().stem();
    pages.insert(name);
    std::string title;
    std::getline(std::ifstream(entry.path()), title);
    EXPECT_EQ(title, "# " + name);
  }
  EXPECT_EQ(pages, names());
}

// The types that only a run's error has.
TEST(Errc, EveryErrorOfOurOwnInARunHasAPageToo) {
  std::set<std::string> pages;
  for (const auto& entry : fs::directory_iterator(test::source_folder() / "docs/errors/run")) {
    pages.insert("https://runledger.dev/errors/run/" + entry.path().stem().string());
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_NE(text.find("`https://runledger.dev/errors/run/" + entry.path().stem().string() + "`"),
              std::string::npos)
        << entry.path();
  }
  EXPECT_EQ(pages, (std::set<std::string>{run::error_type::kOutcomeUnknown, run::error_type::kCancelled,
                                          run::error_type::kQuarantined}));
}

}  // namespace
}  // namespace runledger
