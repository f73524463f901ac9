#include "actors/append_groups.hpp"

#include <iterator>
#include <utility>
#include <variant>

#include "workflow/run/codec.hpp"

namespace runledger::actors {
namespace {

std::vector<Event> as_events(std::vector<run::RunEvent> events) {
  return {std::make_move_iterator(events.begin()), std::make_move_iterator(events.end())};
}

}  // namespace

AppendGroup start_group(const StartRequest& request, std::string body, std::vector<run::RunEvent> events) {
  AppendGroup group;
  const std::string correlation = request.run.text();
  if (request.child) group.cause = request.child->asked_by;
  if (request.request) {
    const record::RequestFacts& facts = *request.request;
    group.appends.push_back({request_stream(facts.workflow, facts.received_at),
                             std::nullopt,
                             request.run,
                             {record::RecordEvent{record::RequestAccepted{facts, request.run}}},
                             request.actor,
                             correlation});
    group.body = RequestBody{facts.request, std::move(body)};
  }
  if (request.firing) {
    group.appends.push_back({schedule_stream(request.workflow),
                             request.firing->expected_version,
                             request.run,
                             {record::RecordEvent{request.firing->event}},
                             request.actor,
                             correlation});
  }
  group.appends.push_back(
      {run_stream(request.run), 0, request.run, as_events(std::move(events)), request.actor, correlation});
  return group;
}

AppendGroup run_group(RunId run, std::optional<std::uint64_t> expected_version,
                      std::vector<run::RunEvent> events, Actor actor) {
  AppendGroup group;
  group.appends.push_back(
      {run_stream(run), expected_version, run, as_events(std::move(events)), std::move(actor), run.text()});
  return group;
}

std::vector<run::RunEvent> run_events(const AppendGroup& group, RunId run) {
  std::vector<run::RunEvent> found;
  const StreamName stream = run_stream(run);
  for (const Append& append : group.appends) {
    if (append.stream != stream) continue;
    for (const Event& event : append.events) found.push_back(std::get<run::RunEvent>(event));
  }
  return found;
}

bool begins_with(std::span<const RecordedEvent> tail, const AppendGroup& group, RunId run) {
  const std::vector<run::RunEvent> ours = run_events(group, run);
  if (ours.empty() || tail.size() < ours.size()) return false;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const EncodedEvent encoded = run::encode(ours[i]);
    if (tail[i].type != encoded.type || tail[i].data != encoded.data) return false;
  }
  return true;
}

}  // namespace runledger::actors
