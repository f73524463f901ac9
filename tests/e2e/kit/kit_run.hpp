#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/e2e/kit/feature.hpp"
#include "workflow/base/json.hpp"

namespace runledger::test {

// What the engine made of a scenario's workflow.
struct Execution {
  std::string status;              // "completed", "faulted"
  Json output;                     // of a completed run
  Json error;                      // of a faulted one
  std::vector<std::string> tasks;  // their names, in the order in which they were first done with
};

// Runs a definition with an input, and waits for its end. A definition that is refused gives the reasons as
// `status`.
using Execute = std::function<Execution(const std::string& definition, const Json& input)>;

// Goes through the steps of one scenario. Empty when all hold; else the first that does not, and why.
std::string failure_of(const Scenario& scenario, const Execute& execute);

}  // namespace runledger::test
