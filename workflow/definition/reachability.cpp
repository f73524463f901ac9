#include <vector>

#include "workflow/definition/compile_workflow.hpp"

namespace runledger::definition {
namespace {

// The tasks of one list that can follow each other.
class Reachable {
 public:
  Reachable(const Program& program, const std::vector<NodeIndex>& list)
      : program_(program), list_(list), seen_(list.size(), false) {
    enter(0);
  }

  bool contains(std::size_t at) const { return seen_[at]; }

  // Takes the task as reached, and all that follows from it.
  void enter(std::size_t at) {
    visit(at);
    while (!open_.empty()) {
      const auto next = open_.back();
      open_.pop_back();
      follow(next);
    }
  }

 private:
  void visit(std::size_t at) {
    if (at >= list_.size() || seen_[at]) return;
    seen_[at] = true;
    open_.push_back(at);
  }

  void visit(const Then& then, std::size_t from) {
    if (then.kind == Then::Kind::next) visit(from + 1);
    for (std::size_t i = 0; then.kind == Then::Kind::task && i < list_.size(); ++i) {
      if (list_[i] == then.target) visit(i);
    }
  }

  void follow(std::size_t at) {
    const auto& node = program_.nodes[list_[at]];
    if (node.if_) visit(at + 1);  // skipped
    if (std::holds_alternative<RaiseTask>(node.kind)) return;
    bool falls_through = true;
    if (const auto* choice = std::get_if<SwitchTask>(&node.kind)) {
      for (const auto& branch : choice->cases) {
        visit(branch.then, at);
        falls_through = falls_through && branch.when.has_value();
      }
    }
    if (const auto* attempt = std::get_if<TryTask>(&node.kind)) {
      if (attempt->catch_then) visit(*attempt->catch_then, at);
    }
    if (falls_through) visit(node.then, at);
  }

  const Program& program_;
  const std::vector<NodeIndex>& list_;
  std::vector<bool> seen_;
  std::vector<std::size_t> open_;
};

void check_list(Compilation& c, const std::vector<NodeIndex>& list) {
  Reachable reachable(c.program, list);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (reachable.contains(i)) continue;
    const auto& node = c.program.nodes[list[i]];
    reachable.enter(i);  // what only it leads to needs no warning of its own
    c.diagnostics.add(
        {Severity::warning, node.position, node.pointer,
         "no path leads to the task `" + node.name + "`: what is before it goes elsewhere or ends"});
  }
}

}  // namespace

void warn_of_unreachable_tasks(Compilation& c) {
  for (const auto& node : c.program.nodes) {
    if (const auto* block = std::get_if<DoTask>(&node.kind)) check_list(c, block->tasks);
    if (const auto* loop = std::get_if<ForTask>(&node.kind)) check_list(c, loop->tasks);
    if (const auto* attempt = std::get_if<TryTask>(&node.kind)) {
      check_list(c, attempt->tasks);
      check_list(c, attempt->catch_tasks);
    }
  }
}

}  // namespace runledger::definition
