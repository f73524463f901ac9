#include "workflow/base/cloud_event.hpp"
#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

bool is_constant(const Json& value) {
  const auto* text = value.if_string();
  return text == nullptr || !expression::has_expression({text->data(), text->size()});
}

// The value of an expression is checked when the task is carried out.
void check_attributes(Compilation& c, const Place& attributes) {
  for (const auto& member : attributes.value->get_object()) {
    const auto name = key_of(member);
    const auto checked = is_constant(member.value()) ? check_cloud_event_attribute(name, member.value())
                                                     : check_cloud_event_name(name);
    if (!checked) c.diagnostics.error(pointer_join(attributes.pointer, name), checked.error().message);
  }
}

}  // namespace

TaskKind compile_emit(Compilation& c, Members& task, const TaskSite&) {
  const EmitTask nothing{constant_template(nullptr)};
  Members emit(*task.require("emit"), c.diagnostics, "`emit`");
  const auto event_place = emit.require("event");
  emit.refuse_unknown();
  if (!event_place) return nothing;
  Members event(*event_place, c.diagnostics, "`event`");
  const auto with = event.object("with");
  if (event.is_object() && !event.has("with")) event.require("with");
  event.refuse_unknown();
  if (!with) return nothing;
  Members attributes(*with, c.diagnostics, "the event");
  attributes.require("source");
  attributes.require("type");
  check_attributes(c, *with);
  return EmitTask{compile_template(c, *with)};
}

}  // namespace runledger::definition
