#include "workflow/run/decide/flow.hpp"

#include <algorithm>
#include <span>

namespace runledger::run {
namespace {

using definition::NodeIndex;
using Tasks = std::span<const NodeIndex>;

// The tasks after `index` in `list`, with itself first; empty when it is not there.
Tasks from(Tasks list, NodeIndex index) {
  const auto found = std::find(list.begin(), list.end(), index);
  return list.subspan(static_cast<std::size_t>(found - list.begin()));
}

Tasks siblings_from(const definition::Node& parent, NodeIndex index) {
  if (const auto* block = std::get_if<definition::DoTask>(&parent.kind)) return from(block->tasks, index);
  if (const auto* loop = std::get_if<definition::ForTask>(&parent.kind)) return from(loop->tasks, index);
  if (const auto* guard = std::get_if<definition::TryTask>(&parent.kind)) {
    const Tasks rest = from(guard->tasks, index);
    return rest.empty() ? from(guard->catch_tasks, index) : rest;
  }
  return {};  // the body of a function stands alone
}

}  // namespace

std::span<const NodeIndex> children(const definition::Node& block, Phase phase) {
  if (const auto* tasks = std::get_if<definition::DoTask>(&block.kind)) return tasks->tasks;
  if (const auto* loop = std::get_if<definition::ForTask>(&block.kind)) return loop->tasks;
  if (const auto* guard = std::get_if<definition::TryTask>(&block.kind)) {
    return phase == Phase::catching ? guard->catch_tasks : guard->tasks;
  }
  if (const auto* call = std::get_if<definition::FunctionTask>(&block.kind)) return {&call->body, 1};
  return {};
}

std::string following(const definition::Program& program, const definition::Node& node) {
  if (!node.parent) return {};
  const auto index = static_cast<NodeIndex>(&node - program.nodes.data());
  const Tasks rest = siblings_from(program.nodes[*node.parent], index);
  return rest.size() < 2 ? std::string() : program.nodes[rest[1]].pointer;
}

std::string direction(const definition::Program& program, const definition::Node& node,
                      const definition::Then& then) {
  switch (then.kind) {
    case definition::Then::Kind::next:
      return following(program, node);
    case definition::Then::Kind::exit:
      return "exit";
    case definition::Then::Kind::end:
      return "end";
    case definition::Then::Kind::task:
      return program.nodes[then.target].pointer;
  }
  return {};
}

}  // namespace runledger::run
