#include <boost/json/object.hpp>

#include "workflow/base/cloud_event.hpp"
#include "workflow/run/decide/scope.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// No other event of this run has it, and a decision that is made again gives the same.
std::string event_id(const Turn& turn, const Task& task) {
  return turn.state().started.run.text() + task.ref.task + '/' + std::to_string(task.ref.iteration);
}

bool is_absent(const JsonObject& attributes, std::string_view name) {
  const auto* value = attributes.if_contains(name);
  return value == nullptr || value->is_null();
}

// The attributes that the engine knows, those that the definition gives, and the data last.
Result<SharedJson> make_event(const Turn& turn, const Task& task, const JsonObject& given) {
  JsonObject event;
  event["id"] = is_absent(given, "id") ? Json(event_id(turn, task)) : given.at("id");
  event["specversion"] = "1.0";
  event["time"] = is_absent(given, "time") ? Json(format_time(turn.now())) : given.at("time");
  for (const auto& [name, value] : given) {
    if (!value.is_null() && name != "data") event[name] = value;
  }
  if (const auto* data = given.if_contains("data")) event["data"] = *data;
  if (auto checked = check_cloud_event(event); !checked) {
    return Error{Errc::expression_failed, checked.error().message};
  }
  return share(Json(std::move(event)));
}

}  // namespace

void carry_out(Turn& turn, const Task& task, const definition::EmitTask& kind) {
  auto attributes = Scope::of_task(turn, task).render(kind.attributes, *task.input);
  if (!attributes) return raise_error(turn, task, attributes.error());
  auto event = make_event(turn, task, (*attributes)->get_object());
  if (!event) return raise_error(turn, task, event.error());
  leave_emitting(turn, task, *event);
}

}  // namespace runledger::run
