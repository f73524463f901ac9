#include "workflow/definition/compile_task.hpp"

namespace runledger::definition {
namespace {

// Each branch may have an effect under way.
constexpr std::size_t kMostBranches = 100;

}  // namespace

TaskKind compile_fork(Compilation& c, Members& task, const TaskSite& site) {
  ForkTask result;
  Members fork(*task.require("fork"), c.diagnostics, "`fork`");
  if (!fork.is_object()) return result;
  const auto branches = fork.require("branches");
  result.compete = fork.boolean("compete").value_or(false);
  fork.refuse_unknown();
  if (!branches) return result;
  if (branches->is_array() && branches->value->get_array().size() > kMostBranches) {
    c.diagnostics.error(branches->pointer, "a `fork` has at most " + std::to_string(kMostBranches) +
                                               " branches; this one has " +
                                               std::to_string(branches->value->get_array().size()));
    return result;
  }
  result.branches = compile_branches(c, *branches, site.self);
  return result;
}

}  // namespace runledger::definition
