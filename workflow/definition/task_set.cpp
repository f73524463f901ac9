#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {

TaskKind compile_set(Compilation& c, Members& task, const TaskSite&) {
  const auto value = *task.require("set");
  const bool expression = value.is_string() && expression::has_expression(value.text());
  if (!expression && !value.is_object()) {
    c.diagnostics.error(value.pointer, "`set` takes an object or an expression, '${ ... }', not " +
                                           std::string(kind_name(*value.value)));
    return SetTask{constant_template(nullptr)};
  }
  if (value.is_object() && value.value->get_object().empty()) {
    c.diagnostics.error(value.pointer, "`set` needs at least one member");
  }
  return SetTask{compile_template(c, value)};
}

}  // namespace runledger::definition
