#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"
#include "workflow/definition/variable_name.hpp"

namespace runledger::definition {
namespace {

// `in`: an expression, bare or in `${ }`, or the list itself.
Template compile_items(Compilation& c, Members& loop) {
  const auto place = loop.require("in");
  if (!place) return constant_template(nullptr);
  if (place->is_array()) return compile_template(c, *place);
  if (place->is_string()) return compile_data_expression(c, *place);
  c.diagnostics.error(place->pointer,
                      "`in` must be an expression or a list, not " + std::string(kind_name(*place->value)));
  return constant_template(nullptr);
}

}  // namespace

TaskKind compile_for(Compilation& c, Members& task, const TaskSite& site) {
  ForTask result{"item", "index", constant_template(nullptr), {}, {}};
  const auto place = *task.require("for");
  Members loop(place, c.diagnostics, "`for`");
  const auto body = task.require("do");
  task.known("while");
  if (!loop.is_object()) return result;
  const auto item = compile_variable_name(c, loop, "each", "item");
  const auto index = compile_variable_name(c, loop, "at", "index");
  if (item == index) {
    c.diagnostics.error(place.pointer, "`each` and `at` need different names; both are " + in_quotes(item));
  }
  result.item_variable = std::string(item);
  result.index_variable = std::string(index);
  result.items = compile_items(c, loop);
  loop.refuse_unknown();

  const ScopedVariable item_scope(c, item);
  const ScopedVariable index_scope(c, index);
  if (const auto condition = task.get("while")) result.while_ = compile_condition(c, *condition);
  if (body) result.tasks = compile_task_list(c, *body, site.self);
  return result;
}

}  // namespace runledger::definition
