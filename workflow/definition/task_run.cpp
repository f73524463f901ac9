#include <algorithm>

#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"
#include "workflow/definition/did_you_mean.hpp"
#include "workflow/definition/workflow_identity.hpp"

namespace runledger::definition {
namespace {

constexpr char kLatest[] = "latest";

std::string compile_version(Compilation& c, Members& workflow) {
  const auto version = workflow.text("version");
  if (!version) return kLatest;
  if (*version != kLatest && !is_semver(*version)) {
    c.diagnostics.error(pointer_join(workflow.place().pointer, "version"),
                        "`version` is " + in_quotes(*version) +
                            ", but must be a semantic version such as '1.0.0', or `latest`");
  }
  return *version;
}

void compile_subflow(Compilation& c, const Place& place, RunTask& result) {
  Members workflow(place, c.diagnostics, "`workflow`");
  if (!workflow.is_object()) return;
  const auto space = compile_label(c, workflow, "namespace");
  const auto name = compile_label(c, workflow, "name");
  result.workflow = {WorkflowName{space + "/" + name}, compile_version(c, workflow)};
  if (const auto input = workflow.get("input")) result.input = compile_template(c, *input);
  workflow.refuse_unknown();
  auto& known = c.program.workflows;
  if (std::find(known.begin(), known.end(), result.workflow) == known.end()) known.push_back(result.workflow);
}

// What a workflow gives stands where a process's `stdout` does, the default.
RunTask::Gives compile_return(Compilation& c, Members& run) {
  static constexpr std::string_view kWords[] = {"stdout", "stderr", "code", "all", "none"};
  const auto word = run.word("return", kWords);
  if (!word || *word == "stdout") return RunTask::Gives::output;
  if (*word != "none") {
    c.diagnostics.error(pointer_join(run.place().pointer, "return"),
                        in_quotes(*word) +
                            " speaks of a process, which a workflow is not: leave `return` out to get the "
                            "workflow's output, or write `none`");
  }
  return RunTask::Gives::nothing;
}

}  // namespace

TaskKind compile_run(Compilation& c, Members& task, const TaskSite&) {
  RunTask result;
  Members run(*task.require("run"), c.diagnostics, "`run`");
  if (!run.is_object()) return result;
  for (const std::string_view process : {"container", "script", "shell"}) {
    run.unsupported(process, "only `workflow` can be run");
  }
  result.awaited = run.boolean("await").value_or(true);
  if (run.has("container") || run.has("script") || run.has("shell")) {
    run.known("return");
    return result;
  }
  result.gives = compile_return(c, run);
  if (const auto workflow = run.require("workflow")) compile_subflow(c, *workflow, result);
  run.refuse_unknown();
  return result;
}

}  // namespace runledger::definition
