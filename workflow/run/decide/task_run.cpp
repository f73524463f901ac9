#include <array>
#include <boost/json/object.hpp>

#include "workflow/run/decide/limits.hpp"
#include "workflow/run/decide/scope.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/standard_errors.hpp"

namespace runledger::run {
namespace {

// A fresh id for the child, the same for the same circumstances: a decision that is made again asks for the
// same run.
RunId draw_run_id(const Turn& turn) {
  std::array<std::uint8_t, 10> bytes{};
  // Nothing else draws with such salts, and no other event of this run with the same.
  const std::uint64_t salt = (std::uint64_t{1} << 40) + 2 * turn.state().version;
  const std::uint64_t low = turn.random(salt);
  const std::uint64_t high = turn.random(salt + 1);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint64_t bits = i < 8 ? low >> (8 * i) : high >> (8 * (i - 8));
    bytes[i] = static_cast<std::uint8_t>(bits);
  }
  return RunId{make_uuid_v7(turn.now(), bytes)};
}

std::uint32_t depth_below(const RunStarted& started) {
  return started.parent ? started.parent->depth + 1 : 1;
}

}  // namespace

// FinishChild ends it.
void carry_out(Turn& turn, const Task& task, const definition::RunTask& kind) {
  const std::uint32_t depth = depth_below(turn.state().started);
  if (depth > kMaxDepth) {
    return raise_error(
        turn, task,
        runtime_error(task.ref.task, "the run of " + kind.workflow.workflow.value + " would be nested " +
                                         std::to_string(depth) + " runs deep, and at most " +
                                         std::to_string(kMaxDepth) +
                                         " are allowed: does a workflow run itself for ever?"));
  }
  SharedJson input = share(JsonObject());
  if (kind.input) {
    auto rendered = Scope::of_task(turn, task).render(*kind.input, *task.input);
    if (!rendered) return raise_error(turn, task, rendered.error());
    input = *std::move(rendered);
  }
  turn.emit(ChildRunRequested{task.ref, draw_run_id(turn), kind.workflow.workflow, kind.workflow.version,
                              std::move(input), kind.awaited, depth, turn.now()});
}

}  // namespace runledger::run
