#include "workflow/definition/compile_task.hpp"

#include <algorithm>

#include "workflow/definition/compile_data_flow.hpp"
#include "workflow/definition/compile_duration.hpp"
#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/did_you_mean.hpp"
#include "workflow/definition/task_kinds.hpp"

namespace runledger::definition {
namespace {

constexpr std::string_view kDirectives[] = {"continue", "exit", "end"};

// What `metadata` says to the engine; the rest of it is the author's own.
void check_metadata(Compilation& c, const Place& metadata, bool is_call) {
  Members members(metadata, c.diagnostics, "`metadata`");
  static constexpr std::string_view kChoices[] = {"retry", "fail"};
  const auto choice = members.word("onOutcomeUnknown", kChoices);
  if (choice && !is_call) {
    c.diagnostics.error_at_key(
        pointer_join(metadata.pointer, "onOutcomeUnknown"),
        "`onOutcomeUnknown` means something only on a task that calls the outside world");
  }
}

bool is_free_name(Compilation& c, const Place& item, std::string_view name, const Siblings& siblings) {
  const auto pointer = pointer_join(item.pointer, name);
  if (name.empty() || name.size() > 200) {
    c.diagnostics.error_at_key(pointer, "a task's name has 1 to 200 bytes");
    return false;
  }
  if (std::find(std::begin(kDirectives), std::end(kDirectives), name) != std::end(kDirectives)) {
    c.diagnostics.error_at_key(pointer,
                               in_quotes(name) + " cannot name a task: in `then` it means something else");
    return false;
  }
  if (std::find(siblings.names.begin(), siblings.names.end(), name) != siblings.names.end()) {
    c.diagnostics.error_at_key(pointer,
                               "the name " + in_quotes(name) + " is taken by another task of this list");
    return false;
  }
  return true;
}

// The one member of a list item: the task and its name.
const boost::json::key_value_pair* only_member(Compilation& c, const Place& item) {
  if (!item.is_object()) {
    c.diagnostics.error(item.pointer, "expected a task with its name, `name: {...}`, not " +
                                          std::string(kind_name(*item.value)));
    return nullptr;
  }
  const auto& object = item.value->get_object();
  if (object.size() == 1) return object.begin();
  const auto second =
      object.empty() ? item.pointer : pointer_join(item.pointer, key_of(*(object.begin() + 1)));
  c.diagnostics.error_at_key(second,
                             "each item of the list is one task, `- name: {...}`; this one has " +
                                 std::to_string(object.size()) +
                                 " names (in YAML: is a dash missing, or a line indented too little?)");
  return nullptr;
}

Siblings compile_list(Compilation& c, const Place& list, NodeIndex parent, bool follow_each_other) {
  if (!list.is_array()) {
    c.diagnostics.error(list.pointer, "expected a list of tasks, `- name: {...}`, not " +
                                          std::string(kind_name(*list.value)));
    return {};
  }
  const auto size = list.value->get_array().size();
  if (size == 0) c.diagnostics.error(list.pointer, "expected at least one task");
  Siblings siblings;
  std::vector<Place> tasks;
  for (std::size_t i = 0; i < size; ++i) {
    const auto item = list.element(i);
    const auto* member = only_member(c, item);
    if (member == nullptr || !is_free_name(c, item, key_of(*member), siblings)) continue;
    const auto node = reserve_node(c);
    if (!node) return siblings;
    c.program.nodes[*node].parent = parent;
    siblings.names.push_back(key_of(*member));
    siblings.nodes.push_back(*node);
    tasks.push_back({&member->value(), pointer_join(item.pointer, key_of(*member))});
  }
  const Siblings alone{{}, {}};
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    compile_task(c, tasks[i], siblings.names[i], {siblings.nodes[i], follow_each_other ? siblings : alone});
  }
  return siblings;
}

}  // namespace

std::optional<NodeIndex> reserve_node(Compilation& c) {
  if (c.program.nodes.size() >= kMostNodes) {
    c.diagnostics.error_at_key("/do", "more than " + std::to_string(kMostNodes) +
                                          " tasks, with the functions written out for each call");
    return std::nullopt;
  }
  c.program.nodes.emplace_back();
  return static_cast<NodeIndex>(c.program.nodes.size() - 1);
}

std::vector<NodeIndex> compile_task_list(Compilation& c, const Place& list, NodeIndex parent) {
  return compile_list(c, list, parent, true).nodes;
}

std::vector<NodeIndex> compile_branches(Compilation& c, const Place& list, NodeIndex parent) {
  return compile_list(c, list, parent, false).nodes;
}

void compile_task(Compilation& c, const Place& task, std::string_view name, const TaskSite& site) {
  Node node;
  node.pointer = c.node_pointer(task.pointer);
  node.name = std::string(name);
  node.position = c.diagnostics.key_position(task.pointer);
  node.parent = c.program.nodes[site.self].parent;
  Members members(task, c.diagnostics, "a task");
  const auto* kind = members.is_object() ? find_task_kind(c, task) : nullptr;
  if (kind == nullptr) return;

  node.kind = kind->compile(c, members, site);
  if (const auto condition = members.get("if")) node.if_ = compile_condition(c, *condition);
  node.data = compile_data_flow(c, members, true);
  if (const auto then = members.get("then")) node.then = compile_then(c, *then, site);
  node.timeout = compile_timeout(c, members);
  if (const auto metadata = members.get("metadata")) {
    check_metadata(c, *metadata, std::holds_alternative<CallTask>(node.kind));
    node.metadata = *metadata->value;
  }
  members.refuse_unknown();
  node.definition = *task.value;
  c.program.by_pointer.emplace(node.pointer, site.self);
  c.program.nodes[site.self] = std::move(node);
}

Then compile_then(Compilation& c, const Place& place, const TaskSite& site) {
  if (!place.is_string()) {
    c.diagnostics.error(place.pointer,
                        "`then` must be `continue`, `exit`, `end` or the name of a task, not " +
                            std::string(kind_name(*place.value)));
    return {};
  }
  const auto text = place.text();
  if (text == "continue") return {};
  if (text == "exit") return {Then::Kind::exit, 0};
  if (text == "end") return {Then::Kind::end, 0};
  const auto& names = site.siblings.names;
  const auto found = std::find(names.begin(), names.end(), text);
  if (found != names.end()) {
    return {Then::Kind::task, site.siblings.nodes[static_cast<std::size_t>(found - names.begin())]};
  }
  if (names.empty()) {
    c.diagnostics.error(place.pointer,
                        "`then` must be `continue`, `exit` or `end` here, not " + in_quotes(text) +
                            ": a branch of a `fork` and the body of a function have no task beside them");
    return {};
  }
  std::vector<std::string_view> known(names);
  known.insert(known.end(), std::begin(kDirectives), std::end(kDirectives));
  c.diagnostics.error(place.pointer,
                      "no task named " + in_quotes(text) + " in the same list" + did_you_mean(text, known));
  return {};
}

}  // namespace runledger::definition
