#include "actors/timer_actor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "actors/back_off.hpp"
#include "actors/guard.hpp"
#include "actors/timer_heap.hpp"

namespace runledger::actors {
namespace {

constexpr std::size_t kPage = 1'000;         // due runs a poll
constexpr Milliseconds kFullPagePause{250};  // there is more: ask again, but not sooner
constexpr BackOff kSamePage{kFullPagePause, Milliseconds{5'000}};
constexpr Milliseconds kNoPermitPause{10};  // too many runs are being woken already
constexpr Milliseconds kPollRetry{1'000};   // the database was away

class TimerService {
 public:
  TimerService(caf::event_based_actor* self, ServicesPtr services, caf::actor index)
      : self_(self),
        services_(std::move(services)),
        index_(std::move(index)),
        heap_(services_->options.timer_limit) {}

  void set(SetTimer timer) {
    if (timer.when) {
      heap_.set({timer.run, std::move(timer.workflow), *timer.when});
    } else {
      heap_.clear(timer.run);
    }
    arm(Milliseconds{0});
  }

  void fire(std::uint64_t generation) {
    if (services_->draining) return;
    if (generation != generation_) return;  // re-armed since
    armed_for_.reset();
    const Timestamp now = services_->ports.clock.now();
    while (heap_.earliest() && *heap_.earliest() <= now) {
      Permit permit = services_->wake_permits.try_take();
      if (!permit) return arm(kNoPermitPause);
      DueRun due = *heap_.pop_due(now);
      services_->switchboard.deliver({due.run, std::move(due.workflow), WakeMail{std::move(permit)}});
    }
    arm(Milliseconds{0});
  }

  void poll() {
    self_->send(
        index_,
        IndexQuery{IndexQuery::Kind::due, services_->options.timer_horizon, {}, kPage, caf::actor{self_}});
  }

  void found(const Result<std::vector<DueRun>>& due) {
    Milliseconds next = services_->options.timer_horizon / 2;
    if (!due) {
      if (!std::exchange(away_, true)) spdlog::warn("timers_poll_failed {}", due.error().message);
      next = kPollRetry;
    } else {
      away_ = false;
      for (const DueRun& timer : *due) heap_.offer(timer);
      arm(Milliseconds{0});
      if (due->size() == kPage) next = std::min(next, after_full_page(due->back()));
    }
    if (const auto evicted = heap_.take_evicted()) next = std::min(next, until(*evicted));
    self_->delayed_send(self_, std::max(next, kFullPagePause), PollTimers{});
  }

  // After a step that failed: without this the timers would be looked for no more.
  void fire_later() {
    armed_for_.reset();
    arm(kFullPagePause);
  }
  void poll_later() { self_->delayed_send(self_, kPollRetry, PollTimers{}); }

 private:
  // What did not fit is due no earlier than the page's last timer, so nothing is missed until then. Overdue
  // ones leave the index as their runs go on; while they do not, asking again is no use.
  Milliseconds after_full_page(const DueRun& last) {
    const auto place = std::pair{last.due, last.run};
    if (std::exchange(full_page_end_, place) != place) full_page_pause_.reset();
    return std::max(until(last.due), full_page_pause_.next());
  }

  Milliseconds until(Timestamp when) const {
    const Timestamp now = services_->ports.clock.now();
    return when <= now ? Milliseconds{0} : std::chrono::ceil<Milliseconds>(when - now);
  }

  // Sees to it that `fire` is called when the earliest timer is due, but not before `pause` is over.
  void arm(Milliseconds pause) {
    const auto earliest = heap_.earliest();
    if (!earliest || (armed_for_ && *armed_for_ <= *earliest)) return;
    // At most a horizon ahead: the system's clock may be set in the meantime.
    const Milliseconds delay = std::max(pause, std::min(until(*earliest), services_->options.timer_horizon));
    armed_for_ = earliest;
    self_->delayed_send(self_, delay, TimersDue{++generation_});
  }

  caf::event_based_actor* self_;
  ServicesPtr services_;
  caf::actor index_;
  TimerHeap heap_;
  std::optional<std::pair<Timestamp, RunId>> full_page_end_;
  BackOffTimer full_page_pause_{kSamePage};
  bool away_ = false;  // the last poll failed: said once, not at every poll
  std::uint64_t generation_ = 0;
  std::optional<Timestamp> armed_for_;
};

}  // namespace

caf::behavior timer_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index) {
  auto service = std::make_shared<TimerService>(self, std::move(services), std::move(index));
  const auto step = [](auto&& work) { return guarded("timers", work); };
  self->send(self, PollTimers{});
  return {
      [=](SetTimer& timer) { step([&] { service->set(std::move(timer)); }); },
      [=](TimersDue due) {
        if (!step([&] { service->fire(due.generation); })) service->fire_later();
      },
      [=](PollTimers) {
        if (!step([&] { service->poll(); })) service->poll_later();
      },
      [=](const DueFound& answer) {
        if (!step([&] { service->found(*answer.due); })) service->poll_later();
      },
  };
}

}  // namespace runledger::actors
