#include "actors/actor_tree.hpp"

#include <caf/scheduler/test_coordinator.hpp>

#include <utility>
#include <vector>

#include "actors/caf_messages.hpp"
#include "actors/children_actor.hpp"
#include "actors/index_actor.hpp"
#include "actors/journal_actor.hpp"
#include "actors/reader_actors.hpp"
#include "actors/recovery_actor.hpp"
#include "actors/root_supervisor.hpp"
#include "actors/schedule_actor.hpp"
#include "actors/scheduler_threads.hpp"
#include "actors/sql_start_actor.hpp"
#include "actors/switchboard_handles.hpp"
#include "actors/timer_actor.hpp"
#include "actors/watch_actor.hpp"

namespace runledger::actors {
namespace {

// Policy "sharing": CAF's default steals work, which costs idle CPU and latency (measured).
struct Config : caf::actor_system_config {
  Config(const EngineOptions& options, Scheduling scheduling) {
    if (scheduling == Scheduling::virtual_time) {
      set("scheduler.policy", caf::atom("testing"));
      return;
    }
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", scheduler_threads(options));
  }
};

}  // namespace

struct ActorTree::System {
  System(const EngineOptions& options, Scheduling scheduling)
      : detached(scheduling == Scheduling::threads),
        config(options, scheduling),
        system(config),
        virtual_time(dynamic_cast<caf::scheduler::test_coordinator*>(&system.scheduler())) {}

  // Blocking work gets a thread of its own.
  template <class... Args>
  caf::actor spawn_blocking(Args&&... args) {
    return detached ? system.spawn<caf::detached>(std::forward<Args>(args)...)
                    : system.spawn(std::forward<Args>(args)...);
  }
  void settle() {
    while (virtual_time != nullptr && virtual_time->has_job()) virtual_time->run();
  }

  bool detached;
  Config config;
  caf::actor_system system;
  caf::scheduler::test_coordinator* virtual_time;
  caf::actor journal, index;
  std::vector<caf::actor> actors;  // in the order in which they are to end
};

ActorTree::ActorTree(ServicesPtr services, Scheduling scheduling)
    : services_(std::move(services)), system_(std::make_unique<System>(services_->options, scheduling)) {
  caf::actor_system& system = system_->system;
  const caf::actor journal = system_->spawn_blocking(journal_actor, services_);
  services_->journal.on_work([journal] { caf::anon_send(journal, WorkWaiting{}); });
  const caf::actor index = system_->spawn_blocking(index_actor, services_);
  system_->journal = journal;
  system_->index = index;
  const caf::actor readers = system.spawn(reader_pool_actor, services_, system_->detached);
  const caf::actor timers = system.spawn(timer_actor, services_, index);
  const caf::actor watchers = system.spawn(watch_actor, services_, readers);
  const caf::actor root = system.spawn(root_supervisor_actor, services_, Peers{readers, timers, watchers});
  const caf::actor children = system.spawn(children_actor, services_, index);
  services_->switchboard.handles().connect(root, watchers, children);
  system_->actors = {system.spawn(recovery_actor, services_, index),
                     children,
                     timers,
                     root,
                     watchers,
                     readers,
                     index,
                     journal};
  if (services_->options.schedule_interval > Milliseconds{0}) {
    system_->actors.insert(system_->actors.begin(), system.spawn(schedule_actor, services_, index));
  }
  if (services_->options.sql_start_interval > Milliseconds{0}) {
    system_->actors.insert(system_->actors.begin(), system.spawn(sql_start_actor, services_, index));
  }
}

ActorTree::~ActorTree() {
  stop(Milliseconds{0});
}

void ActorTree::begin() {
  caf::anon_send(system_->journal, TakeOver{system_->index});
}

void ActorTree::stop(Milliseconds grace) {
  if (!system_) return;
  services_->journal.close();
  system_->settle();
  services_->journal.wait_drained(grace);
  services_->switchboard.close();
  for (const caf::actor& actor : system_->actors) {
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  }
  services_->journal.abandon();
  system_->actors.clear();
  system_->journal = system_->index = nullptr;
  system_->settle();
  system_.reset();  // waits until every actor has ended
}

void ActorTree::settle() {
  system_->settle();
}

void ActorTree::advance(Milliseconds time) {
  pass(time);
  system_->settle();
}

bool ActorTree::step(std::size_t choice) {
  auto& waiting = system_->virtual_time->jobs;
  if (waiting.empty()) return false;
  std::swap(waiting.front(), waiting[choice % waiting.size()]);
  system_->virtual_time->run_once();
  return true;
}

void ActorTree::pass(Milliseconds time) {
  system_->virtual_time->advance_time(time);
}

std::size_t ActorTree::actors() const {
  return system_->system.registry().running();
}

}  // namespace runledger::actors
