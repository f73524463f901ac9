#include "actors/engine.hpp"

#include <spdlog/spdlog.h>

#include <mutex>
#include <utility>

#include "actors/actor_tree.hpp"
#include "actors/front_desk.hpp"
#include "actors/services.hpp"

namespace runledger::actors {

struct RunningEngine::Impl {
  Impl(const EngineOptions& options, const EnginePorts& ports)
      : services(std::make_shared<Services>(options, ports)), tree(services, Scheduling::threads) {}

  ServicesPtr services;
  ActorTree tree;
  std::mutex stopping;
};

RunningEngine::RunningEngine(const EngineOptions& options, const EnginePorts& ports)
    : impl_(std::make_unique<Impl>(options, ports)) {}

RunningEngine::~RunningEngine() {
  stop(Milliseconds{5'000});
}

void RunningEngine::start(StartRequest request, std::function<void(Result<Started>)> done) {
  FrontDesk(*impl_->services).start(std::move(request), std::move(done));
}

void RunningEngine::when_ended(RunId run, Timestamp deadline, std::function<void(Result<RunView>)> done) {
  FrontDesk(*impl_->services).when_ended(run, deadline, std::move(done));
}

void RunningEngine::retry(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
                          std::function<void(Result<RunView>)> done) {
  FrontDesk(*impl_->services).retry(run, workflow, std::move(actor), std::move(reason), std::move(done));
}

void RunningEngine::cancel(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
                           std::function<void(Result<RunView>)> done) {
  FrontDesk(*impl_->services).cancel(run, workflow, std::move(actor), std::move(reason), std::move(done));
}

void RunningEngine::append(AppendGroup group, std::function<void(Result<Appended>)> done) {
  FrontDesk(*impl_->services).append(std::move(group), std::move(done));
}

void RunningEngine::begin() {
  impl_->tree.begin();
}

bool RunningEngine::ready() const {
  return impl_->services->recovered;
}

bool RunningEngine::database_available() const {
  return impl_->services->journal.database_available();
}

EngineStats RunningEngine::stats() const {
  const Services& services = *impl_->services;
  const Counters& counters = services.counters;
  return {services.active_permits.in_use(),
          services.journal.waiting(),
          services.journal.unfinished() + services.unrecorded_outcomes.in_use(),
          counters.batches,
          counters.groups,
          counters.refused,
          counters.started,
          counters.ended,
          counters.crashes,
          counters.quarantined};
}

void RunningEngine::drain() {
  impl_->services->draining = true;
}

void RunningEngine::stop(Milliseconds grace) {
  const std::lock_guard lock(impl_->stopping);
  impl_->tree.stop(grace);
}

}  // namespace runledger::actors
