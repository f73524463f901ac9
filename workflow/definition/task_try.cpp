#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"
#include "workflow/definition/variable_name.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

ErrorFilter compile_filter(Compilation& c, Members& catching) {
  ErrorFilter filter;
  const auto errors = catching.get("errors");
  if (!errors) return filter;
  Members outer(*errors, c.diagnostics, "`errors`");
  const auto with = outer.get("with");
  outer.refuse_unknown();
  if (!with) return filter;
  Members members(*with, c.diagnostics, "`errors.with`");
  const auto text = [&](std::string_view name) {
    auto value = members.text(name);
    if (value && expression::has_expression(*value)) {
      c.diagnostics.error(pointer_join(with->pointer, name),
                          "`errors.with` compares with fixed values; use `when` for an expression");
    }
    return value;
  };
  filter.type = text("type");
  filter.title = text("title");
  filter.detail = text("detail");
  filter.instance = text("instance");
  if (const auto status = members.integer("status", 100, 599)) filter.status = static_cast<int>(*status);
  members.refuse_unknown();
  return filter;
}

void warn_of_endless_retry(Compilation& c, Members& catching, const RetryPolicy& retry) {
  if (retry.limit_attempts || retry.limit_duration) return;
  c.diagnostics.warn_at_key(pointer_join(catching.place().pointer, "retry"),
                            catching.has("do")
                                ? "without `limit`, `retry` repeats for ever, so `catch.do` runs only "
                                  "for what `retry.when` leaves out"
                                : "without `limit`, `retry` repeats for ever");
}

}  // namespace

TaskKind compile_try(Compilation& c, Members& task, const TaskSite& site) {
  TryTask result;
  result.tasks = compile_task_list(c, *task.require("try"), site.self);
  const auto place = task.require("catch");
  if (!place) return result;
  Members catching(*place, c.diagnostics, "`catch`");
  if (!catching.is_object()) return result;
  result.errors_with = compile_filter(c, catching);
  const auto variable = compile_variable_name(c, catching, "as", "error");
  result.error_variable = std::string(variable);

  const ScopedVariable scope(c, variable);
  if (const auto when = catching.get("when")) result.when = compile_condition(c, *when);
  if (const auto except = catching.get("exceptWhen")) result.except_when = compile_condition(c, *except);
  if (const auto retry = catching.get("retry")) {
    result.retry = compile_retry(c, *retry);
    const bool unknown = retry->is_string() && c.use.retries.find(retry->text()) == nullptr;
    if (!unknown) warn_of_endless_retry(c, catching, *result.retry);
  }
  if (const auto tasks = catching.get("do")) result.catch_tasks = compile_task_list(c, *tasks, site.self);
  if (const auto then = catching.get("then")) result.catch_then = compile_then(c, *then, site);
  catching.refuse_unknown();
  return result;
}

}  // namespace runledger::definition
