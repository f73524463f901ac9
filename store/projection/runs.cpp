#include "store/projection/runs.hpp"

#include <algorithm>

#include "store/projection/statements.hpp"
#include "workflow/run/state.hpp"
#include "workflow/run/trigger.hpp"

namespace runledger::store {
namespace {

using run::RunStatus;

// Of a type or title, which a definition may make from a payload: what is grouped by is indexed, and
// PostgreSQL refuses a row whose indexed values are too long.
constexpr std::size_t kGroupedBytes = 300;

// The beginning of a UTF-8 text, not cut inside a character.
std::string beginning(const std::string& text) {
  if (text.size() <= kGroupedBytes) return text;
  std::size_t end = kGroupedBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

struct ErrorColumns {
  std::optional<std::string> json, type, title;
};

// ".../fork/branches/<number>/<name>"
bool is_branch(std::string_view task) {
  for (int parts = 0; parts < 2; ++parts) task = task.substr(0, std::min(task.rfind('/'), task.size()));
  return task.ends_with("/fork/branches");
}

// The status of a run whose events say `told`, with so many effects under way.
std::string_view status_with(std::string_view told, std::int64_t acting) {
  return acting > 0 && told == name_of(RunStatus::waiting) ? name_of(RunStatus::running) : told;
}

ErrorColumns error_columns(const std::optional<run::RunError>& error) {
  if (!error) return {};
  return {write_json(run::to_json(*error)), beginning(error->type), beginning(error->title)};
}

// A run that was set aside has no error of its own: its reason stands where that of a failed run does, as the
// title too, by which the errors are grouped.
run::RunError quarantine_error(const std::string& reason) {
  run::RunError error;
  error.type = run::error_type::kQuarantined;
  error.title = beginning(reason);
  error.detail = reason;
  return error;
}

}  // namespace

void RunsProjection::fold(const ProjectedEvent& event) {
  const auto* known = std::get_if<run::RunEvent>(&event.event);
  if (known == nullptr || !event.run) return;
  Change& change = change_of(*event.run, event.position);
  change.last_position = event.position;
  ++change.event_count;
  apply(change, *known);
}

RunsProjection::Change& RunsProjection::change_of(RunId run, std::uint64_t position) {
  const auto [found, is_new] = index_.try_emplace(run, changes_.size());
  if (is_new) {
    Change& change = changes_.emplace_back();
    change.run = run;
    change.first_position = position;
  }
  return changes_[found->second];
}

// No catch-all: who adds an event decides here what it means for the list of runs. After an append, the
// status is evolve()'s: a run goes on while an effect is under way; else the last event that moved it tells.
// A branch that ends moves nothing more, unless it was the last one: then the end of its fork follows.
void RunsProjection::apply(Change& change, const run::RunEvent& event) {
  const auto goes_on = [&] { change.status = name_of(RunStatus::running); };
  const auto waits = [&] { change.status = name_of(RunStatus::waiting); };
  const auto acts = [&](int more) {
    change.acting += more;
    goes_on();
  };
  std::visit(Overloaded{
                 [&](const run::RunStarted& e) {
                   change.started = e;
                   change.started->input.reset();  // may be large, and is read from the log
                   change.started->transformed_input.reset();
                   change.task = "";
                   goes_on();
                 },
                 [&](const run::TaskStarted& e) {
                   change.task = e.ref.task;
                   goes_on();
                 },
                 [&](const run::TaskSkipped& e) { is_branch(e.ref.task) ? waits() : goes_on(); },
                 [&](const run::TaskCompleted& e) {
                   change.task = e.ref.task;  // the only event of a task that is carried out at once
                   is_branch(e.ref.task) ? waits() : goes_on();
                 },
                 [&](const run::TaskFaulted&) { goes_on(); },
                 [&](const run::TaskCancelled&) { goes_on(); },
                 [&](const run::ActionStarted&) { acts(1); },
                 [&](const run::ActionSucceeded&) { acts(-1); },
                 [&](const run::ActionFailed&) { acts(-1); },
                 [&](const run::ActionTimedOut&) { acts(-1); },
                 [&](const run::ActionOutcomeUnknown&) { acts(-1); },
                 [&](const run::ActionCancelled&) { acts(-1); },
                 [&](const run::ChildRunRequested&) { waits(); },
                 [&](const run::ChildRunBegan&) { goes_on(); },
                 [&](const run::ChildRunCompleted&) { goes_on(); },
                 [&](const run::ChildRunFailed&) { goes_on(); },
                 [&](const run::ChildRunCancelled&) {},  // what it is part of follows
                 [&](const run::WaitStarted&) { waits(); },
                 [&](const run::RoundStarted&) {},
                 [&](const run::EventEmitted&) {},
                 [&](const run::RetryScheduled&) { waits(); },
                 [&](const run::RetryStarted&) { goes_on(); },
                 [&](const run::ErrorCaught&) {},
                 [&](const run::RunCompleted& e) {
                   change.status = name_of(RunStatus::completed);
                   change.outcome = Outcome{e.completed_at, std::nullopt};
                 },
                 [&](const run::RunFaulted& e) {
                   change.status = name_of(RunStatus::faulted);
                   change.task = e.ref.task;
                   change.outcome = Outcome{e.faulted_at, e.error};
                 },
                 [&](const run::RunCancelled& e) {
                   change.status = name_of(RunStatus::cancelled);
                   change.outcome = Outcome{e.cancelled_at, std::nullopt};
                 },
                 [&](const run::RunRetried&) {
                   change.outcome = Outcome{};
                   waits();  // unless an event after it says more
                 },
                 [&](const run::RunQuarantined& e) {
                   change.status = name_of(RunStatus::quarantined);
                   change.outcome = Outcome{e.quarantined_at, quarantine_error(e.reason)};
                 },
             },
             event);
}

void RunsProjection::write(StatementSink& sink) const {
  using enum PgType;
  Rows inserts{uuid,        text,        text, text, text, text, uuid, uuid, uuid, text,
               timestamptz, timestamptz, text, json, text, text, int8, int8, int8, int8};
  Rows updates{uuid, text, text, boolean, timestamptz, json, text, text, int8, int8, int8};
  for (const Change& change : changes_) {
    const Outcome outcome = change.outcome.value_or(Outcome{});
    const auto [error, type, title] = error_columns(outcome.error);
    if (change.started) {
      const run::RunStarted& started = *change.started;
      const auto parent = started.parent ? std::optional(started.parent->run) : std::nullopt;
      const auto parent_task = started.parent ? std::optional(started.parent->ref.task) : std::nullopt;
      inserts.add(change.run, started.workflow, started.version, started.definition_hash,
                  status_with(*change.status, change.acting), name_of(started.trigger), started.request,
                  started.rerun_of, parent, parent_task, started.started_at, outcome.finished_at,
                  *change.task, error, type, title, change.first_position, change.last_position,
                  change.event_count, change.acting);
    } else {
      updates.add(change.run, change.status, change.task, change.outcome.has_value(), outcome.finished_at,
                  error, type, title, change.last_position, change.event_count, change.acting);
    }
  }
  sink.add(kInsertRuns, inserts);
  sink.add(kUpdateRuns, updates);
}

}  // namespace runledger::store
