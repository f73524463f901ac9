// The workflows in examples/ are what a new user reads first: without a warning, and their payloads are good
// or bad as their names say.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/paths.hpp"
#include "tests/workflow/definition/reading.hpp"

namespace runledger::definition {
namespace {

class Example : public testing::TestWithParam<const char*> {
 protected:
  std::string folder() const { return test::source_folder() / "examples" / GetParam(); }
  ReadOutcome read() const { return read_definition(read_file(folder() + "/workflow.yaml")); }
};

TEST_P(Example, CompilesWithoutAWord) {
  const auto outcome = read();
  EXPECT_NE(outcome.program, nullptr);
  EXPECT_EQ(report(outcome), "");
}

TEST_P(Example, TellsGoodPayloadsFromBadOnes) {
  const auto program = read().program;
  ASSERT_NE(program, nullptr);
  int good = 0;
  int bad = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder() + "/payloads")) {
    const auto name = entry.path().filename().string();
    const auto payload = parse_json(read_file(entry.path().string()));
    const bool valid = payload.ok() && schema::is_valid(*program->data.input_schema, *payload);
    EXPECT_EQ(valid, name.starts_with("good")) << name;
    EXPECT_EQ(payload.ok(), name.find("malformed") == std::string::npos) << name;
    ++(name.starts_with("good") ? good : bad);
  }
  EXPECT_GE(good, 1);
  EXPECT_GE(bad, 3);
}

// The tasks, or whole definitions, that the page shows in its yaml blocks.
TEST(ConformancePage, ShowsWhatCompiles) {
  const std::string page = read_file(test::source_folder() / "docs/conformance.md");
  constexpr std::string_view kBegin = "```yaml\n";
  std::size_t blocks = 0;
  for (auto at = page.find(kBegin); at != std::string::npos; at = page.find(kBegin, at)) {
    at += kBegin.size();
    const std::string block = page.substr(at, page.find("```", at) - at);
    EXPECT_EQ(report(block.starts_with("document:") ? block : with_tasks(block)), "");
    ++blocks;
  }
  EXPECT_GE(blocks, 1u);
}

INSTANTIATE_TEST_SUITE_P(Examples, Example,
                         testing::Values("crm-new-customer", "order-fulfilment", "incident"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace runledger::definition
