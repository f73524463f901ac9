#include "workflow/run/decide/scope.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// The first case that holds, else the default case, else nullptr.
Result<const definition::SwitchCase*> choose(const definition::SwitchTask& task, const Scope& scope,
                                             const Json& input) {
  const definition::SwitchCase* chosen = nullptr;
  for (const definition::SwitchCase& candidate : task.cases) {
    if (!candidate.when) {
      chosen = &candidate;
      continue;
    }
    auto holds = scope.holds(*candidate.when, input);
    if (!holds) return Error{holds.error().code, "case " + candidate.name + ": " + holds.error().message};
    if (*holds) return &candidate;
  }
  return chosen;
}

}  // namespace

// A switch gives its input on. Without a case that matches, it goes on as its own `then` says.
void carry_out(Turn& turn, const Task& task, const definition::SwitchTask& kind) {
  auto chosen = choose(kind, Scope::of_task(turn, task), *task.input);
  if (!chosen) return raise_error(turn, task, chosen.error());
  leave_task(turn, task, task.input, *chosen == nullptr ? task.node->then : (*chosen)->then);
}

}  // namespace runledger::run
