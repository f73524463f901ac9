#include "actors/workflow_supervisor.hpp"

#include <spdlog/spdlog.h>

#include <utility>
#include <variant>

#include "actors/guard.hpp"
#include "actors/run_actor.hpp"

namespace runledger::actors {
namespace {

// Mails that callers can send at will (retries, cancellations) are refused beyond this many; the others are
// bounded by what the run itself has under way.
constexpr std::size_t kInboxLimit = 64;

}  // namespace

WorkflowSupervisor::WorkflowSupervisor(caf::event_based_actor* self, WorkflowName workflow,
                                       ServicesPtr services, Peers peers)
    : self_(self), workflow_(std::move(workflow)), services_(std::move(services)), peers_(std::move(peers)) {}

WorkflowSupervisor::Entry& WorkflowSupervisor::find_or_create(const RunMail& mail) {
  if (const auto found = entries_.find(mail.run); found != entries_.end()) return found->second;
  const auto* start = std::get_if<StartMail>(&mail.mail);
  const auto* begun = std::get_if<BegunMail>(&mail.mail);
  Permit active = start != nullptr   ? start->active
                  : begun != nullptr ? begun->active
                                     : services_->active_permits.take();
  Entry entry{nullptr,           0,  std::make_shared<RunMemory>(),
              std::move(active), {}, BackOffTimer(services_->options.restart)};
  if (start != nullptr && start->is_in_doubt) {
    // Its effects, if it is in the log, are this process's to carry out.
    entry.memory->taken_over = entry.memory->start_appended = entry.memory->append_under_way = true;
    entry.memory->owes_look_at_children = true;
  }
  return entries_.emplace(mail.run, std::move(entry)).first->second;
}

void WorkflowSupervisor::put(Entry& entry, Mail mail) {
  if (auto* wake = std::get_if<WakeMail>(&mail)) {
    entry.memory->inbox.push_wake(std::move(*wake));
  } else if (auto* child = std::get_if<ChildMail>(&mail)) {
    entry.memory->inbox.push_child(std::move(*child));
  } else if (auto* ask = std::get_if<AskMail>(&mail);
             ask != nullptr && entry.memory->inbox.size() >= kInboxLimit) {
    ask->reply(Error{Errc::overloaded, "too many commands wait for this run; try again later"});
  } else {
    entry.memory->inbox.push(std::move(mail));
  }
}

// A run whose first append is made without an actor. Its effects are still to be handed out by the actor that
// comes for it; one that came for another reason would take them for those of a lost process.
bool WorkflowSupervisor::is_being_begun(RunMail& mail) const {
  if (!services_->starts_under_way.contains(mail.run)) return false;
  if (auto* ask = std::get_if<AskMail>(&mail.mail)) {
    const std::string begun = "run " + mail.run.text() + " has just begun; ";
    ask->reply(ask->wish == AskMail::Wish::retry ? Error{Errc::conflict, begun + "it has not failed"}
                                                 : Error{Errc::unavailable, begun + "try again in a moment"});
    return true;
  }
  if (auto* start = std::get_if<StartMail>(&mail.mail); start != nullptr && !start->is_in_doubt) {
    start->reply(Error{Errc::conflict, "run " + mail.run.text() + " exists already"});
    return true;
  }
  // Both come again.
  return std::holds_alternative<WakeMail>(mail.mail) || std::holds_alternative<ChildMail>(mail.mail);
}

// From here on the run has an actor.
void WorkflowSupervisor::take_from_starts(const RunMail& mail) const {
  if (!services_->starts_under_way.contains(mail.run)) return;
  const auto* begun = std::get_if<BegunMail>(&mail.mail);
  services_->active_runs.set(mail.run, begun != nullptr ? begun->state.status : run::RunStatus::running);
  services_->starts_under_way.erase(mail.run);
}

void WorkflowSupervisor::deliver(RunMail mail) {
  const RunId run = mail.run;
  const bool known = entries_.contains(run);
  if (auto* start = std::get_if<StartMail>(&mail.mail); start != nullptr && known) {
    start->reply(Error{Errc::conflict, "run " + run.text() + " exists already"});
    return;
  }
  if (!known && is_being_begun(mail)) return;
  Entry& entry = find_or_create(mail);
  if (!known) take_from_starts(mail);
  put(entry, std::move(mail.mail));
  if (!known) return spawn(run, entry);
  if (entry.actor) self_->send(entry.actor, Poke{});
}

void WorkflowSupervisor::spawn(RunId run, Entry& entry) {
  entry.incarnation = ++incarnations_;
  entry.actor = self_->spawn<caf::monitored>(
      run_actor,
      RunActorSetup{run, workflow_, entry.memory, services_, peers_, caf::actor{self_}, entry.incarnation});
  by_address_.emplace(entry.actor.address(), run);
  self_->send(entry.actor, Poke{});
}

void WorkflowSupervisor::run_idle(const RunIdle& idle) {
  const auto found = entries_.find(idle.run);
  if (found == entries_.end() || !found->second.actor) return;
  const Entry& entry = found->second;
  // A mail that came in since has made it busy, or will: it was poked for it, and reports again when it is
  // idle. Only this actor puts mail in, so what it sees now is what there is.
  if (idle.incarnation != entry.incarnation || idle.mails != entry.memory->inbox.received()) return;
  self_->send_exit(entry.actor, caf::exit_reason::user_shutdown);
  forget(idle.run);
}

void WorkflowSupervisor::forget(RunId run) {
  const auto found = entries_.find(run);
  if (found == entries_.end()) return;
  if (found->second.actor) by_address_.erase(found->second.actor.address());
  entries_.erase(found);
  services_->active_runs.erase(run);
}

void WorkflowSupervisor::run_down(const caf::actor_addr& address) {
  const auto found = by_address_.find(address);
  if (found == by_address_.end()) return;  // ended on purpose
  const RunId run = found->second;
  by_address_.erase(found);
  Entry& entry = entries_.at(run);
  entry.actor = nullptr;
  ++services_->counters.crashes;

  const EngineOptions& options = services_->options;
  const Timestamp now = services_->ports.clock.now();
  entry.crashes.push_back(now);
  while (now - entry.crashes.front() > options.crash_window) entry.crashes.pop_front();
  if (entry.crashes.size() == 1) entry.back_off.reset();
  const std::string& failure = entry.memory->last_failure;
  if (entry.crashes.size() >= options.max_crashes) {
    if (!entry.memory->quarantine_reason.empty()) {
      spdlog::error(
          "run_lost_from_memory run={} cannot even be set aside; it is tried again in some minutes: {}",
          run.text(), failure);
      return forget(run);
    }
    entry.memory->quarantine_reason =
        "its actor crashed " + std::to_string(entry.crashes.size()) + " times, last: " + failure;
    entry.crashes.clear();
  }
  const Milliseconds delay = entry.back_off.next();
  spdlog::warn("run_crashed run={} restart_in_ms={} {}", run.text(), delay.count(), failure);
  self_->delayed_send(self_, delay, RestartRun{run});
}

void WorkflowSupervisor::restart(RunId run) {
  const auto found = entries_.find(run);
  if (found != entries_.end() && !found->second.actor) spawn(run, found->second);
}

void WorkflowSupervisor::end_all(const caf::error& reason) {
  for (auto& [run, entry] : entries_) {
    if (entry.actor) self_->send_exit(entry.actor, reason);
  }
  by_address_.clear();
  entries_.clear();
}

caf::behavior workflow_supervisor_actor(caf::event_based_actor* self, WorkflowName workflow,
                                        ServicesPtr services, Peers peers) {
  auto supervisor =
      std::make_shared<WorkflowSupervisor>(self, std::move(workflow), std::move(services), std::move(peers));
  const auto step = [](auto&& work) { guarded("workflow_supervisor", work); };
  self->set_down_handler(
      [=](const caf::down_msg& down) { step([&] { supervisor->run_down(down.source); }); });
  self->set_exit_handler([=](const caf::exit_msg& message) {
    step([&] { supervisor->end_all(message.reason); });
    self->quit(message.reason);
  });
  return {
      [=](RunMail& mail) { step([&] { supervisor->deliver(std::move(mail)); }); },
      [=](const RunIdle& idle) { step([&] { supervisor->run_idle(idle); }); },
      [=](const RestartRun& due) { step([&] { supervisor->restart(due.run); }); },
  };
}

}  // namespace runledger::actors
