#include "workflow/ports/event_log.hpp"

#include <algorithm>

#include "workflow/run/codec.hpp"

namespace runledger {

StreamName run_stream(RunId run) {
  return {"run/" + run.text()};
}

StreamName workflow_stream(const WorkflowName& workflow) {
  return {"workflow/" + workflow.value};
}

StreamName schedule_stream(const WorkflowName& workflow) {
  return {"schedule/" + workflow.value};
}

StreamName request_stream(const std::optional<WorkflowName>& workflow, Timestamp received_at) {
  const std::string day = format_time(received_at).substr(0, 10);
  return {"requests/" + (workflow ? workflow->value : std::string("unknown")) + '/' + day};
}

Result<Event> decode(const RecordedEvent& recorded) {
  if (record::is_record_event(recorded.type)) {
    auto event = record::decode(recorded.type, recorded.type_version, recorded.data);
    if (!event) return std::move(event).error();
    return Event{std::move(*event)};
  }
  auto event = run::decode(recorded.type, recorded.type_version, recorded.data);
  if (!event) return std::move(event).error();
  return Event{std::move(*event)};
}

bool says_away(std::span<const Result<Appended>> results) {
  return std::none_of(results.begin(), results.end(), [](const Result<Appended>& result) {
    return result || result.error().code != Errc::unavailable;
  });
}

}  // namespace runledger
