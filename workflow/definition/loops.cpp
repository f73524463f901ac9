#include "workflow/definition/loops.hpp"

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
  return false;
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

}  // namespace

bool may_loop(const Node& node) {
  return jumps(node.then) || std::visit([](const auto& kind) { return repeats(kind); }, node.kind);
}

}  // namespace runledger::definition
