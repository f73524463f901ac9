#include "workflow/definition/brevity.hpp"

#include <algorithm>

namespace runledger::definition {
namespace {

bool jumps(const Then& then) {
  return then.kind == Then::Kind::task;
}

bool repeats(const SwitchTask& choice) {
  return std::any_of(choice.cases.begin(), choice.cases.end(),
                     [](const SwitchCase& one) { return jumps(one.then); });
}

bool repeats(const TryTask& guard) {
  return guard.retry || (guard.catch_then && jumps(*guard.catch_then));
}

bool repeats(const ForTask&) {
  return true;
}
bool repeats(const ForkTask&) {
  return true;  // not one after the other
}
bool repeats(const DoTask&) {
  return false;
}
bool repeats(const SetTask&) {
  return false;
}
bool repeats(const WaitTask&) {
  return false;
}
bool repeats(const RaiseTask&) {
  return false;
}
bool repeats(const CallTask&) {
  return false;
}
bool repeats(const FunctionTask&) {
  return false;
}
bool repeats(const RunTask&) {
  return false;
}
bool repeats(const EmitTask&) {
  return false;
}

// Whether a run may pass the task, or what is in it, more than once.
bool may_repeat(const Node& node) {
  return jumps(node.then) || std::visit([](const auto& kind) { return repeats(kind); }, node.kind);
}

constexpr std::size_t kFewTasks = 64;

}  // namespace

bool is_brief(const Program& program) {
  return program.nodes.size() <= kFewTasks &&
         std::none_of(program.nodes.begin(), program.nodes.end(), may_repeat);
}

}  // namespace runledger::definition
