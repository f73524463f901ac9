#include "admin/acts/referenced_workflows.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace runledger::admin {
namespace {

constexpr char kLatest[] = "latest";

// Why a run of it would fail now; nullopt when it would not.
std::optional<std::string> what_is_missing(Context& context, const CatalogSnapshot& catalog,
                                           const definition::WorkflowReference& wanted) {
  const auto found = catalog.by_name.find(wanted.workflow.value);
  if (found == catalog.by_name.end()) return "does not exist yet";
  if (!found->second->enabled) return "is disabled";
  if (wanted.version == kLatest || wanted.version == found->second->program->version) return std::nullopt;
  const auto version = context.queries.workflow_version(wanted.workflow, wanted.version);
  if (version || version.error().code != Errc::not_found) return std::nullopt;
  return "has no version " + wanted.version + " yet";
}

}  // namespace

std::vector<definition::Diagnostic> warnings_of_runs(Context& context, const definition::Program& program) {
  const auto catalog = context.catalog.snapshot();
  std::vector<definition::Diagnostic> warnings;
  for (const definition::WorkflowReference& wanted : program.workflows) {
    if (wanted.workflow == program.name) continue;  // itself
    const auto missing = what_is_missing(context, *catalog, wanted);
    if (!missing) continue;
    const auto task = std::find_if(program.nodes.begin(), program.nodes.end(), [&](const auto& node) {
      const auto* run = std::get_if<definition::RunTask>(&node.kind);
      return run != nullptr && run->workflow == wanted;
    });
    if (task == program.nodes.end()) continue;
    warnings.push_back({definition::Severity::warning, task->position, task->pointer,
                        "the workflow " + wanted.workflow.value + ", which it runs, " + *missing +
                            "; a `run` of it is an error"});
  }
  return warnings;
}

}  // namespace runledger::admin
