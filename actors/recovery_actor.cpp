#include "actors/recovery_actor.hpp"

#include <spdlog/spdlog.h>

#include <deque>
#include <memory>
#include <unordered_set>
#include <utility>

#include "actors/guard.hpp"

namespace runledger::actors {
namespace {

constexpr std::size_t kPage = 500;         // running runs a query
constexpr Milliseconds kNoPermitPause{5};  // as many as may are being brought back

class Recovery {
 public:
  Recovery(caf::event_based_actor* self, ServicesPtr services, caf::actor index)
      : self_(self), services_(std::move(services)), index_(std::move(index)) {}

  void go_on() {
    if (services_->draining) return;
    while (!page_.empty()) {
      Permit permit = services_->recovery_permits.try_take();
      if (!permit) return later(kNoPermitPause);
      ActiveRun next = std::move(page_.front());
      page_.pop_front();
      if (!needs_taking_up(next.run)) continue;
      services_->switchboard.deliver({next.run, std::move(next.workflow), WakeMail{std::move(permit)}});
      ++taken_up_;
    }
    if (!last_page_) {
      self_->send(index_, IndexQuery{IndexQuery::Kind::running, {}, last_, kPage, caf::actor{self_}});
      return;
    }
    if (services_->recovery_permits.in_use() > 0) return later(kNoPermitPause);
    if (!services_->recovered.exchange(true)) spdlog::info("recovery_done runs={}", taken_up_);
    suspects_ = std::exchange(seen_alone_, {});
    last_page_ = false;
    last_ = {};
    later(services_->options.recovery_sweep);
  }

  void found(Result<std::vector<ActiveRun>>& running) {
    if (!running) {
      spdlog::warn("recovery_waits {}", running.error().message);
      return later(services_->options.recovery_retry);
    }
    last_page_ = running->size() < kPage;
    if (!running->empty()) last_ = running->back().run;
    for (ActiveRun& run : *running) page_.push_back(std::move(run));
    go_on();
  }

  // After a step that failed: without this nothing more would be taken up.
  void go_on_later() { later(services_->options.recovery_retry); }

 private:
  // At first all. Later a run that was seen twice without anybody who carries it on; which is a defect, and
  // must not cost the run.
  bool needs_taking_up(RunId run) {
    if (!services_->recovered) return true;
    if (services_->starts_under_way.contains(run) || services_->active_runs.find(run)) {
      return false;
    }
    if (!suspects_.contains(run)) {
      seen_alone_.insert(run);
      return false;
    }
    spdlog::error("run_forgotten run={} it is running, but nobody carries it on; taking it up again",
                  run.text());
    return true;
  }

  void later(Milliseconds delay) { self_->delayed_send(self_, delay, ContinueRecovery{}); }

  caf::event_based_actor* self_;
  ServicesPtr services_;
  caf::actor index_;
  std::deque<ActiveRun> page_;
  RunId last_;
  bool last_page_ = false;
  std::uint64_t taken_up_ = 0;
  std::unordered_set<RunId> seen_alone_, suspects_;  // in this sweep, in the one before
};

}  // namespace

caf::behavior recovery_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index) {
  auto recovery = std::make_shared<Recovery>(self, std::move(services), std::move(index));
  self->send(self, ContinueRecovery{});
  return {
      [=](ContinueRecovery) {
        if (!guarded("recovery", [&] { recovery->go_on(); })) recovery->go_on_later();
      },
      [=](const RunningFound& answer) {
        if (!guarded("recovery", [&] { recovery->found(*answer.running); })) recovery->go_on_later();
      },
  };
}

}  // namespace runledger::actors
