#include <algorithm>
#include <utility>

#include "tests/actors/fakes/memory_log.hpp"
#include "workflow/run/evolve.hpp"

// MemoryDatabase: what there is to do about children, straight from the histories.
namespace runledger::actors::test {
namespace {

std::vector<run::RunEvent> decoded(const std::vector<RecordedEvent>& events) {
  std::vector<run::RunEvent> all;
  for (const RecordedEvent& recorded : events) {
    auto event = decode(recorded);
    if (event) all.push_back(std::get<run::RunEvent>(*event));
  }
  return all;
}

run::State fold(const std::vector<run::RunEvent>& events) {
  run::State state;
  for (const run::RunEvent& event : events) {
    auto next = run::evolve(state, event);
    if (!next) return state;
    state = std::move(*next);
  }
  return state;
}

struct Asked {
  run::ChildRunRequested request;
  bool answered = false, given_up = false;
};

// The children that a history speaks of, in their order.
std::vector<Asked> asked_in(const std::vector<run::RunEvent>& history) {
  std::vector<Asked> all;
  const auto find = [&](RunId child) {
    return std::find_if(all.begin(), all.end(), [&](const Asked& one) { return one.request.child == child; });
  };
  for (const run::RunEvent& event : history) {
    if (const auto* e = std::get_if<run::ChildRunRequested>(&event)) all.push_back({*e});
    if (const auto* e = std::get_if<run::ChildRunBegan>(&event)) find(e->child)->answered = true;
    if (const auto* e = std::get_if<run::ChildRunCompleted>(&event)) find(e->child)->answered = true;
    if (const auto* e = std::get_if<run::ChildRunFailed>(&event)) find(e->child)->answered = true;
    if (const auto* e = std::get_if<run::ChildRunCancelled>(&event)) find(e->child)->given_up = true;
  }
  return all;
}

std::optional<run::ChildOutcome> outcome_of(const run::State& child, bool awaited) {
  if (!awaited) return run::ChildBegan{};
  if (child.status == run::RunStatus::completed) return run::Succeeded{child.output};
  if (child.status == run::RunStatus::faulted) return run::Failed{*child.error};
  if (child.status == run::RunStatus::cancelled) return run::ChildCancelled{"cancelled"};
  return std::nullopt;
}

}  // namespace

void MemoryDatabase::knows(const WorkflowName& workflow, const std::string& definition_hash,
                           bool is_enabled) {
  const std::lock_guard lock(mutex_);
  current_[workflow.value] = {definition_hash, is_enabled, false};
}

Result<std::vector<ChildWork>> MemoryDatabase::children(RunId after, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  if (away_) return Error{Errc::unavailable, "the database is away (by order of the test)"};
  std::vector<ChildWork> found;
  for (const auto& [stream, events] : streams_) {
    if (!stream.starts_with("run/")) continue;
    const auto history = decoded(events);
    const run::State parent = fold(history);
    for (const Asked& asked : asked_in(history)) {
      const run::ChildRunRequested& request = asked.request;
      if (asked.answered || request.child <= after) continue;
      ChildWork work{parent.started.run, parent.started.workflow, request, EventId{}, ChildWork::Cancel{}};
      const auto own = streams_.find(run_stream(request.child).value);
      const run::State child = own == streams_.end() ? run::State{} : fold(decoded(own->second));
      if (child.status == run::RunStatus::not_started) {
        const auto known = current_.find(request.workflow.value);
        ChildWork::Begin begin = known == current_.end() ? ChildWork::Begin{} : known->second;
        begin.is_given_up = asked.given_up;
        if (asked.given_up && begin.definition_hash.empty()) continue;
        work.what = begin;
      } else if (asked.given_up) {
        if (!child.active() && child.status != run::RunStatus::quarantined) continue;
      } else {
        auto outcome = outcome_of(child, request.awaited);
        if (!outcome || !parent.active()) continue;
        work.what = ChildWork::Report{std::move(*outcome)};
      }
      found.push_back(std::move(work));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const ChildWork& a, const ChildWork& b) { return a.request.child < b.request.child; });
  if (found.size() > limit) found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
  return found;
}

}  // namespace runledger::actors::test
