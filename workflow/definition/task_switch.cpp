#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"

namespace runledger::definition {
namespace {

std::optional<SwitchCase> compile_case(Compilation& c, const Place& item, const TaskSite& site) {
  if (!item.is_object() || item.value->get_object().size() != 1) {
    c.diagnostics.error(item.pointer, "each item of `switch` is one case, `- name: {when: ..., then: ...}`");
    return std::nullopt;
  }
  const auto& member = *item.value->get_object().begin();
  Members members({&member.value(), pointer_join(item.pointer, key_of(member))}, c.diagnostics, "a case");
  SwitchCase result;
  result.name = std::string(key_of(member));
  if (const auto when = members.get("when")) result.when = compile_condition(c, *when);
  if (const auto then = members.require("then")) result.then = compile_then(c, *then, site);
  members.refuse_unknown();
  return result;
}

}  // namespace

TaskKind compile_switch(Compilation& c, Members& task, const TaskSite& site) {
  SwitchTask result;
  const auto cases = task.list("switch");
  if (!cases) return result;
  const auto size = cases->value->get_array().size();
  if (size == 0) c.diagnostics.error(cases->pointer, "`switch` needs at least one case");
  bool has_default = false;
  for (std::size_t i = 0; i < size; ++i) {
    const auto item = cases->element(i);
    auto compiled = compile_case(c, item, site);
    if (!compiled) continue;
    const bool is_default = !item.value->get_object().begin()->value().is_object() ||
                            !item.value->get_object().begin()->value().get_object().contains("when");
    if (is_default && has_default) {
      c.diagnostics.error(item.pointer, "`switch` has two cases without `when`; only one can be the default");
    }
    has_default = has_default || is_default;
    result.cases.push_back(std::move(*compiled));
  }
  return result;
}

}  // namespace runledger::definition
