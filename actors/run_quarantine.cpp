#include <spdlog/spdlog.h>

#include <utility>

#include "actors/append_groups.hpp"
#include "actors/run_session.hpp"
#include "actors/start_decision.hpp"

// RunSession: setting a run aside. Goes around `decide`, which may be what fails.
namespace runledger::actors {

void RunSession::set_aside(std::string reason) {
  memory_->quarantine_reason = std::move(reason);
  stage_ = Stage::loading;
  shell_.load(std::nullopt);
}

void RunSession::append_quarantine(Result<LoadedRun> history) {
  std::optional<std::uint64_t> expected;
  state_ = {};
  if (history) {
    state_ = std::move(history->state);
    if (!state_.active()) return abandon({Errc::internal, memory_->quarantine_reason});
    expected = state_.version;
  }
  const run::RunQuarantined event{memory_->quarantine_reason, services_->ports.clock.now()};
  append(JournalQueue::Kind::ongoing, run_group(run_, expected, {event}, {}), fold_quarantine(state_, event));
}

void RunSession::quarantine_failed(Error error) {
  switch (error.code) {
    case Errc::unavailable:
    case Errc::overloaded:
      answer_callers(error);
      return append_later();
    case Errc::conflict:
    case Errc::outcome_unknown:
      stage_ = Stage::loading;
      return shell_.prompt_after(append_back_off_.next(), Prompt::load_again);
    default:
      spdlog::error("run_quarantine_failed run={} reason=\"{}\" {}", run_.text(), memory_->quarantine_reason,
                    error.message);
      abandon(error);
  }
}

void RunSession::quarantined() {
  state_ = std::move(after_);
  ++services_->counters.quarantined;
  ++services_->counters.ended;
  spdlog::error("run_quarantined run={} {}", run_.text(), memory_->quarantine_reason);
  publish();
  abandon({Errc::internal, "the run was set aside: " + memory_->quarantine_reason});
}

void RunSession::abandon(const Error& error) {
  while (memory_->inbox.front() != nullptr) settle_front(error);
  desk_.clear();
  memory_->in_flight.clear();
  memory_->quarantine_reason.clear();
  memory_->taken_over = memory_->start_appended = memory_->append_under_way = false;
  inherited_append_ = inherited_start_ = unknown_ = false;
  state_ = {};
  stage_ = Stage::left;
  services_->active_runs.erase(run_);
  if (services_->watch_permits.in_use() > 0) services_->switchboard.look_again(run_);
  shell_.idle();
}

}  // namespace runledger::actors
