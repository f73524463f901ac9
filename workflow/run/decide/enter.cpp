#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/flow.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/decide/try_policy.hpp"

namespace runledger::run {
namespace {

TaskRef next_ref(const Turn& turn, const definition::Node& node) {
  return TaskRef{node.pointer, turn.state().tally(node.pointer).completed};
}

Result<std::optional<Timestamp>> deadline_after(const std::optional<definition::Duration>& timeout,
                                                const Scope& scope, const Json& input, Timestamp now) {
  if (!timeout) return std::optional<Timestamp>();
  auto length = scope.duration(*timeout, input);
  if (!length) return Error{length.error().code, "timeout: " + length.error().message};
  return std::optional<Timestamp>(now + *length);
}

// The event that starts the task, with the results of every expression at its entrance.
Result<TaskStarted> prepare(Turn& turn, const definition::Node& node) {
  TaskStarted started;
  started.ref = next_ref(turn, node);
  started.started_at = turn.now();
  const SharedJson raw_input = turn.innermost().data;
  Scope scope = Scope::of_next_task(turn, node);
  auto taken = take_in(node.data, scope, raw_input);
  if (!taken) return std::move(taken).error();
  const SharedJson input = *std::move(taken);
  if (input != raw_input) started.input = input;
  scope.input(*input);

  auto deadline = deadline_after(node.timeout, scope, *input, turn.now());
  if (!deadline) return std::move(deadline).error();
  started.deadline = *deadline;
  if (const auto* guard = std::get_if<definition::TryTask>(&node.kind)) {
    auto attempt = attempt_deadline(*guard, scope, *input, turn.now());
    if (!attempt) return std::move(attempt).error();
    started.attempt_deadline = *attempt;
  }
  if (const auto* call = std::get_if<definition::FunctionTask>(&node.kind)) {
    auto arguments = scope.render(call->arguments, *input);
    if (!arguments) return std::move(arguments).error();
    started.arguments = *std::move(arguments);
  }
  return started;
}

}  // namespace

void enter_task(Turn& turn, const definition::Node& node) {
  if (node.if_) {
    const Json& raw_input = *turn.innermost().data;
    auto wanted = Scope::of_next_task(turn, node).holds(*node.if_, raw_input);
    if (!wanted) return raise_at_entrance(turn, node, as_run_error(wanted.error(), node.pointer));
    if (!*wanted) return turn.emit(TaskSkipped{next_ref(turn, node), following(turn.program(), node)});
  }
  auto started = prepare(turn, node);
  if (!started) return raise_at_entrance(turn, node, as_run_error(started.error(), node.pointer));
  turn.emit(*std::move(started));
}

}  // namespace runledger::run
