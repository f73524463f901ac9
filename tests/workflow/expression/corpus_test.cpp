// Every expression of the published Open Workflow examples compiles. The corpus is not part of the
// repository: see conformance.hpp.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/conformance.hpp"
#include "tests/workflow/expression/expression_fixture.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::expression {
namespace {

// The standard names and those that the examples' `for`, `catch` and `foreach` choose.
constexpr std::string_view kCorpusNames[] = {
    "context", "input", "output", "task",  "workflow", "runtime", "secrets", "authorization", "item",
    "index",   "error", "err",    "color", "message",  "event",   "pet",     "number"};

void check_strings(const Json& value, const std::string& file, int& count) {
  if (value.is_string() && has_expression(value.get_string())) {
    ++count;
    const auto compiled = Template::compile(value, kCorpusNames);
    EXPECT_TRUE(compiled.ok()) << file << ": " << (compiled ? "" : compiled.error().message);
  } else if (value.is_array()) {
    for (const auto& item : value.get_array()) check_strings(item, file, count);
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) check_strings(member.value(), file, count);
  }
}

TEST(Corpus, EveryExpressionOfThePublishedExamplesCompiles) {
  const auto folder = test::conformance("open-workflow/corpus");
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no conformance data in " << folder;
  int count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    check_strings(json(text.str()), entry.path().filename().string(), count);
  }
  EXPECT_GT(count, 50);
}

}  // namespace
}  // namespace runledger::expression
