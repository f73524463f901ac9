#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/flow.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

void complete_run(Turn& turn) {
  const definition::Program& program = turn.program();
  Scope scope(program, turn.state().started);
  scope.context(*turn.state().context);
  auto output = give_out(program.data, scope, turn.frames().front().data);
  if (!output) return fault_run(turn, as_run_error(output.error(), "/output"));
  turn.emit(RunCompleted{*std::move(output), turn.now()});
}

// With `emitted`, the event that the task publishes.
void complete_task(Turn& turn, const Task& task, const SharedJson& raw_output, std::string next,
                   const SharedJson& emitted = nullptr) {
  const definition::DataFlow& flow = task.node->data;
  TaskCompleted completed;
  completed.ref = task.ref;
  completed.next = std::move(next);
  completed.completed_at = turn.now();
  if (!task.frame && task.input != task.raw_input) completed.input = task.input;

  Scope scope = Scope::of_task(turn, task);
  scope.raw_output(*raw_output);
  auto output = give_out(flow, scope, raw_output);
  if (!output) return raise_error(turn, task, output.error());
  completed.output = *std::move(output);
  auto context = export_context(flow, scope.output(*completed.output), completed.output);
  if (!context) return raise_error(turn, task, context.error());
  completed.context = *std::move(context);
  if (emitted) turn.emit(EventEmitted{task.ref, emitted, turn.now()});
  turn.emit(std::move(completed));
}

// What follows a block: `end` passes through it, everything else stops at it.
const definition::Then& then_of(const definition::Node& node, Phase phase) {
  const auto* guard = std::get_if<definition::TryTask>(&node.kind);
  if (guard != nullptr && guard->catch_then && phase == Phase::catching) return *guard->catch_then;
  return node.then;
}

}  // namespace

void leave_task(Turn& turn, const Task& task, const SharedJson& raw_output, const definition::Then& then) {
  complete_task(turn, task, raw_output, direction(turn.program(), *task.node, then));
}

void leave_emitting(Turn& turn, const Task& task, const SharedJson& event) {
  complete_task(turn, task, event, direction(turn.program(), *task.node, task.node->then), event);
}

void leave_block(Turn& turn, const Task& task) {
  if (!task.parent) return complete_run(turn);
  const SharedJson output = turn.frames()[*task.frame].data;
  leave_block(turn, task, output);
}

void leave_block(Turn& turn, const Task& task, const SharedJson& raw_output) {
  const Frame& frame = turn.frames()[*task.frame];
  if (frame.next == "end") return complete_task(turn, task, raw_output, "end");
  leave_task(turn, task, raw_output, then_of(*task.node, frame.phase));
}

}  // namespace runledger::run
