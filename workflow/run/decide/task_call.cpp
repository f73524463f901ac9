#include <algorithm>
#include <boost/json/object.hpp>

#include "workflow/definition/endpoint_template.hpp"
#include "workflow/run/decide/scope.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// What every deadline around the task leaves to its effect; zero when there is none. At least 1 ms: a
// deadline that has passed is not the effect's to enforce.
Milliseconds time_left(const Turn& turn, const Task& task) {
  Timestamp end = Timestamp::max();
  const auto narrow = [&](const std::optional<Deadline>& deadline) {
    if (deadline) end = std::min(end, deadline->at);
  };
  narrow(turn.state().deadline);
  for (auto at = task.frame; at; at = turn.parent(*at)) {
    narrow(turn.frames()[*at].deadline);
    narrow(turn.frames()[*at].attempt_deadline);
  }
  if (end == Timestamp::max()) return Milliseconds(0);
  return std::max(std::chrono::ceil<Milliseconds>(end - turn.now()), Milliseconds(1));
}

// The arguments with the endpoint's URI in place of its template.
Result<SharedJson> with_uri(SharedJson arguments) {
  if (!arguments->is_object() || !arguments->get_object().contains(definition::kUriTemplateMember))
    return arguments;
  JsonObject out;
  for (const auto& member : arguments->get_object()) {
    if (member.key() != definition::kUriTemplateMember) {
      out.insert(member);
      continue;
    }
    auto uri = definition::expand_endpoint_template(member.value());
    if (!uri) return uri.error();
    out["uri"] = *uri;
  }
  return share(std::move(out));
}

}  // namespace

void carry_out(Turn& turn, const Task& task, const definition::CallTask& kind) {
  auto arguments = Scope::of_task(turn, task).render(kind.arguments, *task.input);
  if (arguments) arguments = with_uri(*std::move(arguments));
  if (!arguments) return raise_error(turn, task, arguments.error());
  ActionStarted started;
  started.ref = task.ref;
  started.attempt = turn.state().tally(task.ref.task).attempts + 1;
  started.kind = kind.kind;
  started.arguments = *std::move(arguments);
  started.timeout = time_left(turn, task);
  started.started_at = turn.now();
  turn.emit(std::move(started));
}

}  // namespace runledger::run
