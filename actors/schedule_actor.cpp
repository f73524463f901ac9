#include "actors/schedule_actor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "actors/admission.hpp"
#include "actors/guard.hpp"

namespace runledger::actors {
namespace {

constexpr Milliseconds kAnswerSoon{20};  // while a firing waits for its answer

struct Answered {
  std::string workflow;
  RunId run;
  schedule::Firing firing;
  Result<Started> result;
};

// Where starts leave their answers, from whatever thread, also when the actor is gone already.
class Answers {
 public:
  void put(Answered answered) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(answered));
  }
  std::vector<Answered> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Answered> waiting_;
};

class Schedules {
 public:
  Schedules(caf::event_based_actor* self, ServicesPtr services, caf::actor index)
      : self_(self), services_(std::move(services)), index_(std::move(index)) {}

  // After a step that failed: without another look no schedule would ever fire again.
  void look_later() { look_again(services_->options.schedule_interval); }

  void look() {
    if (services_->draining) return;
    follow_catalog();
    for (Answered& answered : answers_->take()) take(answered);
    if (entries_.empty()) return look_again(services_->options.schedule_interval);
    if (stale_ || waits_for_a_run()) return ask();
    fire_what_is_due();
  }

  void found(const Result<std::vector<ScheduleState>>& states) {
    // The answer may have waited for the log to be taken over: a workflow may be disabled by now, or another
    // version.
    const auto asked_with = snapshot_;
    follow_catalog();
    if (snapshot_ != asked_with) return look();
    if (states) {
      away_ = false;
      // What is firing now is asked for once more when it is answered.
      stale_ = std::any_of(entries_.begin(), entries_.end(),
                           [](const auto& entry) { return entry.second.is_firing; });
      for (const ScheduleState& state : *states) {
        const auto entry = entries_.find(state.workflow.value);
        if (entry == entries_.end() || entry->second.is_firing) continue;
        entry->second.history = state.history;
        entry->second.fired = state.fired;
        entry->second.is_known = true;
      }
      return fire_what_is_due();
    }
    if (!std::exchange(away_, true)) spdlog::warn("schedules_poll_failed {}", states.error().message);
    look_again(services_->options.schedule_interval);
  }

 private:
  struct Entry {
    definition::ProgramPtr program;
    schedule::History history;
    std::uint64_t fired = 0;
    bool is_known = false;   // history and fired are
    bool is_firing = false;  // and not answered
    RunId run;               // of the firing
  };

  void follow_catalog() {
    const auto snapshot = services_->ports.catalog.snapshot();
    if (snapshot == snapshot_) return;
    snapshot_ = snapshot;
    std::map<std::string, Entry> wanted;
    for (const auto& [name, workflow] : snapshot->by_name) {
      if (!workflow->enabled || !workflow->program->schedule || !has_known_zone(*workflow->program)) continue;
      auto known = entries_.extract(name);
      Entry entry = known ? std::move(known.mapped()) : Entry{};
      entry.program = workflow->program;
      wanted.emplace(name, std::move(entry));
    }
    entries_ = std::move(wanted);
    stale_ = true;  // a version was added, or the workflow enabled again
  }

  // It was known at upload; but this machine's database may lack it.
  bool has_known_zone(const definition::Program& program) const {
    const auto* at = std::get_if<schedule::AtTimes>(&program.schedule->when);
    if (at == nullptr || services_->ports.zones.knows(at->zone)) return true;
    spdlog::error("schedule_without_zone workflow={} there is no time zone {} on this machine",
                  program.name.value, at->zone);
    return false;
  }

  // A schedule that counts from its run's end: the run may have ended by now.
  bool waits_for_a_run() const {
    return std::any_of(entries_.begin(), entries_.end(), [](const auto& entry) {
      return std::holds_alternative<schedule::After>(entry.second.program->schedule->when) &&
             entry.second.history.is_running && !entry.second.is_firing;
    });
  }

  void ask() {
    IndexQuery query;
    query.kind = IndexQuery::Kind::schedules;
    query.to = caf::actor{self_};
    for (const auto& [name, entry] : entries_) query.workflows.push_back(WorkflowName{name});
    self_->send(index_, std::move(query));
  }

  void fire_what_is_due() {
    const Timestamp now = services_->ports.clock.now();
    Milliseconds pause = services_->options.schedule_interval;
    if (std::exchange(is_refused_, false)) return look_again(pause);
    for (auto& [name, entry] : entries_) {
      if (!entry.is_known) continue;
      if (!entry.is_firing) {
        const auto firing =
            schedule::firing_at(*entry.program->schedule, services_->ports.zones, entry.history, now);
        if (firing) fire(entry, *firing);
      }
      pause = std::min(pause, until_next(entry, now));
    }
    look_again(pause);
  }

  Milliseconds until_next(const Entry& entry, Timestamp now) const {
    if (entry.is_firing) return kAnswerSoon;
    const auto due = schedule::next_due(*entry.program->schedule, services_->ports.zones, entry.history, now);
    if (!due) return services_->options.schedule_interval;
    return std::max(kAnswerSoon, std::chrono::ceil<Milliseconds>(*due - now));
  }

  void fire(Entry& entry, const schedule::Firing& firing) {
    const WorkflowName& workflow = entry.program->name;
    const RunId run = make_id<RunId>(services_->ports.clock, services_->ports.random);
    StartRequest request;
    request.run = run;
    request.workflow = workflow;
    request.definition_hash = entry.program->hash;
    request.trigger = run::Trigger::schedule;
    request.input = share(JsonObject());
    request.actor = {"schedule"};
    request.firing = ScheduleFiring{{workflow, run, firing.due, firing.missed}, entry.fired};
    entry.is_firing = true;
    entry.run = run;
    admit_start(
        *services_, std::move(request),
        Reply<Started>([answers = answers_, name = workflow.value, run, firing](Result<Started> started) {
          answers->put({name, run, firing, std::move(started)});
        }));
  }

  void take(const Answered& answered) {
    const auto found = entries_.find(answered.workflow);
    // Disabled and enabled meanwhile: what became of it the database tells.
    if (found == entries_.end() || found->second.run != answered.run) return;
    Entry& entry = found->second;
    entry.is_firing = false;
    if (answered.result) {
      complained_ = false;
      ++entry.fired;
      entry.history.last_due = answered.firing.due;
      entry.history.is_running = !has_ended(answered.result->view.status);
      // When it has ended already only the database knows when.
      if (std::holds_alternative<schedule::After>(entry.program->schedule->when)) stale_ = true;
      if (answered.firing.missed > 0) {
        spdlog::warn("schedule_missed workflow={} times={} run={} makes up for them", answered.workflow,
                     answered.firing.missed, answered.result->view.run.text());
      }
      return;
    }
    // Another node was first, or nobody knows: the log tells.
    stale_ = true;
    if (answered.result.error().code == Errc::conflict) return;
    is_refused_ = true;
    if (!std::exchange(complained_, true)) {
      spdlog::warn("schedule_firing_failed workflow={} due={} {}", answered.workflow,
                   format_time(answered.firing.due), answered.result.error().message);
    }
  }

  void look_again(Milliseconds pause) { self_->delayed_send(self_, pause, LookForSchedules{}); }

  caf::event_based_actor* self_;
  ServicesPtr services_;
  caf::actor index_;
  std::shared_ptr<Answers> answers_ = std::make_shared<Answers>();
  std::shared_ptr<const CatalogSnapshot> snapshot_;
  std::map<std::string, Entry> entries_;  // of the enabled workflows with a schedule
  bool stale_ = true;                     // the database may know more
  bool away_ = false;                     // the last look failed: said once, not every second
  bool is_refused_ = false;               // the last firing was: no use in trying again at once
  bool complained_ = false;               // and that was said
};

}  // namespace

caf::behavior schedule_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index) {
  auto schedules = std::make_shared<Schedules>(self, std::move(services), std::move(index));
  self->send(self, LookForSchedules{});
  const auto step = [schedules](auto&& work) {
    if (!guarded("schedules", work)) schedules->look_later();
  };
  return {
      [=](LookForSchedules) { step([&] { schedules->look(); }); },
      [=](const SchedulesFound& answer) { step([&] { schedules->found(*answer.states); }); },
  };
}

}  // namespace runledger::actors
