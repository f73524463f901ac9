#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/flow.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

void complete_run(Turn& turn) {
  const definition::Program& program = turn.program();
  Scope scope(program, turn.state().started);
  scope.context(*turn.state().context);
  auto output = give_out(program.data, scope, turn.innermost().data);
  if (!output) return fault_run(turn, as_run_error(output.error(), "/output"));
  turn.emit(RunCompleted{*std::move(output), turn.now()});
}

void complete_task(Turn& turn, const SharedJson& raw_output, std::string next) {
  const std::size_t frame = turn.last();
  const definition::DataFlow& flow = turn.node(frame).data;
  TaskCompleted completed;
  completed.ref = turn.innermost().ref;
  completed.next = std::move(next);
  completed.completed_at = turn.now();

  Scope scope = Scope::of_task(turn, frame);
  scope.raw_output(*raw_output);
  auto output = give_out(flow, scope, raw_output);
  if (!output) return raise_error(turn, frame, as_run_error(output.error(), completed.ref.task));
  completed.output = *std::move(output);
  auto context = export_context(flow, scope.output(*completed.output), completed.output);
  if (!context) return raise_error(turn, frame, as_run_error(context.error(), completed.ref.task));
  completed.context = *std::move(context);
  turn.emit(std::move(completed));
}

// What follows a block: `end` passes through it, everything else stops at it.
const definition::Then& then_of(const definition::Node& node, Phase phase) {
  const auto* guard = std::get_if<definition::TryTask>(&node.kind);
  if (guard != nullptr && guard->catch_then && phase == Phase::catching) return *guard->catch_then;
  return node.then;
}

}  // namespace

void leave_task(Turn& turn, const SharedJson& raw_output, const definition::Then& then) {
  complete_task(turn, raw_output, direction(turn.program(), turn.node(turn.last()), then));
}

void leave_block(Turn& turn) {
  if (turn.last() == 0) return complete_run(turn);
  const Frame& frame = turn.innermost();
  const SharedJson output = frame.data;
  if (frame.next == "end") return complete_task(turn, output, "end");
  leave_task(turn, output, then_of(turn.node(turn.last()), frame.phase));
}

}  // namespace runledger::run
