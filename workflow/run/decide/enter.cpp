#include <boost/json/array.hpp>

#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/flow.hpp"
#include "workflow/run/decide/limits.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/decide/try_policy.hpp"

namespace runledger::run {
namespace {

Result<std::optional<Timestamp>> deadline_after(const std::optional<definition::Duration>& timeout,
                                                const Scope& scope, const Json& input, Timestamp now) {
  if (!timeout) return std::optional<Timestamp>();
  auto length = scope.duration(*timeout, input);
  if (!length) return Error{length.error().code, "timeout: " + length.error().message};
  return std::optional<Timestamp>(now + *length);
}

Result<SharedJson> items_of(const definition::ForTask& loop, const Scope& scope, const Json& input) {
  auto items = scope.render(loop.items, input);
  if (!items) return Error{items.error().code, "for.in: " + items.error().message};
  if (!(*items)->is_array()) {
    return Error{Errc::expression_failed, "for.in must give an array, not " +
                                              write_json(**items).substr(0, 100) +
                                              "; where there may be none, write '(...) // []'"};
  }
  const std::size_t count = (*items)->get_array().size();
  if (count <= kMaxItems) return items;
  return Error{Errc::limit_exceeded, "for.in gives " + std::to_string(count) + " items, and at most " +
                                         std::to_string(kMaxItems) + " are allowed"};
}

// The event that starts the task, with the results of every expression at its entrance. Sets the task's
// input.
Result<TaskStarted> prepare(const Turn& turn, Task& task) {
  const definition::Node& node = *task.node;
  TaskStarted started;
  started.ref = task.ref;
  started.started_at = task.started_at;
  Scope scope = Scope::of_task(turn, task);
  auto taken = take_in(node.data, scope, task.raw_input);
  if (!taken) return std::move(taken).error();
  task.input = *std::move(taken);
  if (task.input != task.raw_input) started.input = task.input;
  const Json& input = *task.input;
  scope.input(input);

  auto deadline = deadline_after(node.timeout, scope, input, turn.now());
  if (!deadline) return std::move(deadline).error();
  started.deadline = *deadline;
  if (const auto* guard = std::get_if<definition::TryTask>(&node.kind)) {
    auto attempt = attempt_deadline(*guard, scope, input, turn.now());
    if (!attempt) return std::move(attempt).error();
    started.attempt_deadline = *attempt;
  }
  if (const auto* call = std::get_if<definition::FunctionTask>(&node.kind)) {
    auto arguments = scope.render(call->arguments, input);
    if (!arguments) return std::move(arguments).error();
    started.arguments = *std::move(arguments);
  }
  if (const auto* loop = std::get_if<definition::ForTask>(&node.kind)) {
    auto items = items_of(*loop, scope, input);
    if (!items) return std::move(items).error();
    started.items = *std::move(items);
  }
  if (const auto* fork = std::get_if<definition::ForkTask>(&node.kind)) {
    started.branches = static_cast<std::uint32_t>(fork->branches.size());
  }
  return started;
}

struct DoneAtOnce {
  bool operator()(const definition::SetTask&) const { return true; }
  bool operator()(const definition::SwitchTask&) const { return true; }
  bool operator()(const definition::RaiseTask&) const { return true; }
  bool operator()(const definition::EmitTask&) const { return true; }
  bool operator()(const definition::DoTask&) const { return false; }
  bool operator()(const definition::ForTask&) const { return false; }
  bool operator()(const definition::ForkTask&) const { return false; }
  bool operator()(const definition::TryTask&) const { return false; }
  bool operator()(const definition::FunctionTask&) const { return false; }
  bool operator()(const definition::WaitTask&) const { return false; }
  bool operator()(const definition::CallTask&) const { return false; }
  bool operator()(const definition::RunTask&) const { return false; }
};

}  // namespace

bool is_done_at_once(const definition::TaskKind& kind) {
  return std::visit(DoneAtOnce{}, kind);
}

void enter_task(Turn& turn, std::size_t parent, const definition::Node& node) {
  Task task = turn.next_task(parent, node);
  if (node.if_) {
    auto wanted = Scope::of_task(turn, task).holds(*node.if_, *task.raw_input);
    if (!wanted) return raise_error(turn, task, wanted.error());
    if (!*wanted) return turn.emit(TaskSkipped{task.ref, following(turn.program(), node)});
  }
  auto started = prepare(turn, task);
  if (!started) return raise_error(turn, task, started.error());
  if (!is_done_at_once(node.kind)) return turn.emit(*std::move(started));
  // Its time limit is kept in any case: only a limit that cannot be told is an error.
  std::visit([&](const auto& kind) { carry_out(turn, task, kind); }, node.kind);
}

}  // namespace runledger::run
