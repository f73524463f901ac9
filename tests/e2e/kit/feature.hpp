#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace runledger::test {

// One step of a scenario: "the workflow should complete with output:", and the text between its """ quotes.
struct Step {
  std::string text;  // without Given, When, Then, And
  std::string argument;
};

struct Scenario {
  std::string feature;  // the file's name without its ending
  std::string name;
  std::vector<Step> steps;
};

// The scenarios of one Gherkin file, as far as the conformance kit uses the language: features, scenarios,
// steps with doc strings, comments. Throws std::runtime_error naming a line that is something else.
std::vector<Scenario> read_feature(const std::filesystem::path& file);

}  // namespace runledger::test
