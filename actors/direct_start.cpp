#include "actors/direct_start.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>
#include <variant>

#include "actors/append_groups.hpp"
#include "actors/run_loader.hpp"
#include "actors/start_decision.hpp"
#include "actors/switchboard_handles.hpp"

namespace runledger::actors {
namespace {

// A start on its way through the journal.
struct Begun {
  Services& services;
  StartMail start;  // its body is with the journal
  run::State after;

  RunId run() const { return start.request.run; }
};

std::vector<run::ActionStarted> intents_in(const AppendGroup& group) {
  std::vector<run::ActionStarted> intents;
  for (const Event& event : group.appends.back().events) {
    const auto* known = std::get_if<run::RunEvent>(&event);
    const auto* intent = known != nullptr ? std::get_if<run::ActionStarted>(known) : nullptr;
    if (intent != nullptr) intents.push_back(*intent);
  }
  return intents;
}

bool asks_for_children(const AppendGroup& group) {
  for (const Event& event : group.appends.back().events) {
    const auto* known = std::get_if<run::RunEvent>(&event);
    if (known != nullptr && std::holds_alternative<run::ChildRunRequested>(*known)) return true;
  }
  return false;
}

void note_end(Begun& begun, const RunView& view) {
  Services& services = begun.services;
  ++services.counters.ended;
  if (view.status == run::RunStatus::quarantined) {
    ++services.counters.quarantined;
    spdlog::error("run_quarantined run={} it could not be started; its last event says why", view.run.text());
  }
  services.starts_under_way.erase(view.run);
  // Who begins to wait after this look finds that the run is not active, and reads the log.
  if (services.watch_permits.in_use() > 0) services.switchboard.handles().ended(view);
}

// Nothing was written: the run does not exist, and who waits for its end must hear so.
void forget(Services& services, RunId run) {
  services.starts_under_way.erase(run);
  if (services.watch_permits.in_use() > 0) services.switchboard.look_again(run);
}

void committed(Begun& begun, const Appended& appended, const AppendGroup& group) {
  Services& services = begun.services;
  ++services.counters.started;
  const std::uint64_t count = group.appends.back().events.size();
  const Started started{appended.last_position + 1 - count, view_of(begun.run(), begun.after)};
  const Reply<Started> reply = std::move(begun.start.reply);
  if (has_ended(started.view.status)) {
    note_end(begun, started.view);
  } else {
    const RunId run = begun.run();
    services.switchboard.deliver(
        {run, begun.start.request.workflow,
         BegunMail{std::move(begun.after), intents_in(group), std::move(begun.start.active)}});
  }
  if (asks_for_children(group)) services.switchboard.tend_children();
  begun.start.unanswered.reset();
  reply(started);
}

void not_committed(Begun& begun, Error error, AppendGroup group) {
  const RunId run = begun.run();
  if (error.code == Errc::outcome_unknown) {
    // An actor finds out, with time: it has the log read, and tries again what did not happen.
    if (group.body) begun.start.request.body = std::move(group.body->bytes);
    begun.start.is_in_doubt = true;
    WorkflowName workflow = begun.start.request.workflow;
    begun.services.switchboard.deliver({run, std::move(workflow), std::move(begun.start)});
    return;
  }
  forget(begun.services, run);
  // The run's id is a new one; the schedule's stream is what another may have written to.
  if (error.code == Errc::conflict) {
    error.message = begun.start.request.firing ? "the schedule has fired already"
                                               : "run " + run.text() + " exists already";
  }
  begun.start.reply(std::move(error));
}

void append_start(Services& services, const definition::Program& program, StartMail start) {
  run::Decision decision = decide_start(program, start.request, circumstances(services), services.options);
  std::string body = std::move(start.request.body);
  AppendGroup group = start_group(start.request, std::move(body), std::move(decision.events));
  start.reply.may_have_happened();
  const auto begun = std::make_shared<Begun>(Begun{services, std::move(start), std::move(decision.after)});
  services.journal.push(JournalQueue::Kind::fresh,
                        {std::move(group), [begun](JournalAnswer answer) {
                           if (answer.result) {
                             committed(*begun, *answer.result, answer.group);
                           } else {
                             not_committed(*begun, std::move(answer.result).error(), std::move(answer.group));
                           }
                         }});
}

// False when the run is in memory already.
bool claim(Services& services, RunId run) {
  if (!services.starts_under_way.add(run)) return false;
  if (!services.active_runs.find(run)) return true;
  services.starts_under_way.erase(run);
  return false;
}

// Above it a decision could keep a thread that others wait for.
constexpr std::size_t kBriefBodyBytes = 64 * 1024;

}  // namespace

definition::ProgramPtr brief_program(const Services& services, const StartRequest& request) {
  // Without a request there is no cheap way to tell how large the input is.
  if (!request.request || request.body.size() > kBriefBodyBytes) return nullptr;
  const auto snapshot = services.ports.catalog.snapshot();
  const auto found = snapshot->by_name.find(request.workflow.value);
  if (found == snapshot->by_name.end()) return nullptr;
  const definition::ProgramPtr& program = found->second->program;
  return program->is_brief && program->hash == request.definition_hash ? program : nullptr;
}

void start_directly(Services& services, const definition::Program& program, StartMail start) {
  const RunId run = start.request.run;
  // From here on nothing but the journal's answer, and the actor made after it, may take the run up.
  if (!claim(services, run)) {
    return start.reply(Error{Errc::conflict, "run " + run.text() + " exists already"});
  }
  try {
    append_start(services, program, std::move(start));
  } catch (const std::exception& failure) {
    // Its reply went with it, and said so to the caller.
    spdlog::error("start_failed run={} {}", run.text(), failure.what());
    forget(services, run);
  }
}

}  // namespace runledger::actors
