#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

Template compile_text(Compilation& c, Members& members, std::string_view name) {
  if (!members.text(name)) return constant_template(nullptr);
  return compile_template(c, *members.get(name));
}

Template compile_status(Compilation& c, Members& members) {
  const auto place = members.require("status");
  if (!place) return constant_template(nullptr);
  if (place->is_string() && expression::has_expression(place->text())) return compile_template(c, *place);
  members.integer("status", 100, 599);
  return constant_template(*place->value);
}

ErrorTemplate nothing() {
  const auto null = constant_template(nullptr);
  return {null, null, null, null, null};
}

}  // namespace

ErrorTemplate compile_error_policy(Compilation& c, const Place& place) {
  Members members(place, c.diagnostics, "an error");
  members.require("type");
  ErrorTemplate error{compile_text(c, members, "type"), compile_status(c, members),
                      compile_text(c, members, "title"), compile_text(c, members, "detail"),
                      compile_text(c, members, "instance")};
  members.refuse_unknown();
  return error;
}

ErrorTemplate compile_error(Compilation& c, const Place& place) {
  if (!place.is_string()) return compile_error_policy(c, place);
  const auto* named = c.use.errors.use(place.text(), place.pointer, c.diagnostics);
  return named == nullptr ? nothing() : compile_error_policy(c, *named);
}

TaskKind compile_raise(Compilation& c, Members& task, const TaskSite&) {
  Members members(*task.require("raise"), c.diagnostics, "`raise`");
  const auto error = members.require("error");
  members.refuse_unknown();
  return RaiseTask{error ? compile_error(c, *error) : nothing()};
}

}  // namespace runledger::definition
