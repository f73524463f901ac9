#include "actors/watch_actor.hpp"

#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "actors/guard.hpp"
#include "actors/run_loader.hpp"

namespace runledger::actors {
namespace {

class Watchers {
 public:
  Watchers(caf::event_based_actor* self, ServicesPtr services, caf::actor readers)
      : self_(self), services_(std::move(services)), readers_(std::move(readers)) {}

  void watch(WatchRun request) {
    const RunId run = request.run;
    const Timestamp deadline = request.deadline;
    waiting_.emplace(run, std::move(request));
    deadlines_.emplace(deadline, run);
    // In memory and not ended: its report is still to come. Otherwise the log knows.
    if (!status_in_memory(run)) read(run);
    arm();
  }

  // Its start was refused, or its actor gave it up.
  void gone(RunId run) {
    if (waiting_.contains(run) && !status_in_memory(run)) read(run);
  }

  void ended(const RunView& view) { answer(view.run, view, false); }

  void loaded(RunId run, const Result<LoadedRun>& loaded) {
    if (!loaded) return answer(run, loaded.error(), false);
    if (loaded->state.status == run::RunStatus::not_started) {
      return answer(run, Error{Errc::not_found, "there is no run " + run.text()}, false);
    }
    answer(run, view_of(run, loaded->state), !has_ended(loaded->state.status));
  }

  void check_deadlines(std::uint64_t generation) {
    if (generation != generation_) return;
    armed_for_.reset();
    const Timestamp now = services_->ports.clock.now();
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
      const RunId run = deadlines_.begin()->second;
      deadlines_.erase(deadlines_.begin());
      if (!waiting_.contains(run)) continue;
      if (const auto status = status_in_memory(run)) {
        answer(run, RunView{run, *status, nullptr, std::nullopt}, true);
      } else {
        read(run);
      }
    }
    arm();
  }

 private:
  std::optional<run::RunStatus> status_in_memory(RunId run) const {
    if (services_->starts_under_way.contains(run)) return run::RunStatus::running;
    return services_->active_runs.find(run);
  }

  void read(RunId run) { self_->send(readers_, ReadJob{run, std::nullopt, {}, caf::actor{self_}}); }

  // Answers those who wait for this run: all, or those whose time is over.
  void answer(RunId run, const Result<RunView>& view, bool only_overdue) {
    const Timestamp now = services_->ports.clock.now();
    auto [next, end] = waiting_.equal_range(run);
    while (next != end) {
      if (only_overdue && next->second.deadline > now) {
        ++next;
        continue;
      }
      forget_deadline(next->second);
      next->second.reply(view);
      next = waiting_.erase(next);
    }
  }

  void forget_deadline(const WatchRun& request) {
    auto [next, end] = deadlines_.equal_range(request.deadline);
    while (next != end && next->second != request.run) ++next;
    if (next != end) deadlines_.erase(next);
  }

  void arm() {
    if (deadlines_.empty() || (armed_for_ && *armed_for_ <= deadlines_.begin()->first)) return;
    armed_for_ = deadlines_.begin()->first;
    const Timestamp now = services_->ports.clock.now();
    const auto delay =
        *armed_for_ > now ? std::chrono::ceil<Milliseconds>(*armed_for_ - now) : Milliseconds{0};
    self_->delayed_send(self_, std::min(delay, services_->options.timer_horizon),
                        DeadlinesDue{++generation_});
  }

  caf::event_based_actor* self_;
  ServicesPtr services_;
  caf::actor readers_;
  std::unordered_multimap<RunId, WatchRun> waiting_;
  std::multimap<Timestamp, RunId> deadlines_;
  std::uint64_t generation_ = 0;
  std::optional<Timestamp> armed_for_;
};

}  // namespace

caf::behavior watch_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor readers) {
  auto watchers = std::make_shared<Watchers>(self, std::move(services), std::move(readers));
  const auto step = [](auto&& work) { guarded("watchers", work); };
  return {
      [=](WatchRun& request) { step([&] { watchers->watch(std::move(request)); }); },
      [=](const RunEnded& end) { step([&] { watchers->ended(end.view); }); },
      [=](const RunGone& gone) { step([&] { watchers->gone(gone.run); }); },
      [=](const RunLoaded& answer) { step([&] { watchers->loaded(answer.run, *answer.loaded); }); },
      [=](DeadlinesDue due) { step([&] { watchers->check_deadlines(due.generation); }); },
  };
}

}  // namespace runledger::actors
