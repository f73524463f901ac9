#pragma once

#include <optional>

#include "workflow/definition/program.hpp"
#include "workflow/run/state.hpp"

// The values of the variables that describe the run and its surroundings, built only as far as an expression
// reads them. Source: Open Workflow DSL 1.0.3, "Runtime expression arguments".
namespace runledger::run {

using expression::VariableUse;

// The task of `$task`. Null pointers and nullopt: not known yet at this point of its life.
struct TaskView {
  const definition::Node* node = nullptr;
  const Json* raw_input = nullptr;
  const Json* raw_output = nullptr;
  std::optional<Timestamp> started_at;
};

Json describe_workflow(const definition::Program& program, const RunStarted& started, const VariableUse& use);
Json describe_task(const TaskView& task, const VariableUse& use);
Json describe_runtime();
// Placeholders instead of values: secrets.hpp.
Json describe_secrets(const definition::Program& program, const RunStarted& started, const VariableUse& use);
// {"iso8601", "epoch": {"seconds", "milliseconds"}}
Json describe_time(Timestamp time);

}  // namespace runledger::run
