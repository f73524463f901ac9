#include "actors/run_session.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "actors/append_groups.hpp"
#include "actors/start_decision.hpp"

namespace runledger::actors {
namespace {

bool is_transient(Errc code) {
  return code == Errc::unavailable || code == Errc::overloaded;
}

bool acting(const run::State& state) {
  return std::any_of(state.frames.begin(), state.frames.end(),
                     [](const run::Frame& frame) { return frame.phase == run::Phase::acting; });
}

}  // namespace

RunSession::RunSession(RunId run, WorkflowName workflow, std::shared_ptr<RunMemory> memory,
                       ServicesPtr services, RunShell& shell)
    : run_(run),
      workflow_(std::move(workflow)),
      memory_(std::move(memory)),
      services_(std::move(services)),
      shell_(shell),
      desk_(run_, workflow_, services_, *memory_),
      append_back_off_(services_->options.append_retry),
      perform_back_off_(services_->options.perform_retry),
      turn_back_off_(services_->options.decide_retry),
      inherited_append_(memory_->append_under_way),
      inherited_start_(memory_->start_appended) {}

void RunSession::poke() {
  switch (stage_) {
    case Stage::created:
      return begin();
    case Stage::left:
      if (memory_->inbox.front() != nullptr) begin();
      return;
    case Stage::ready:
      return process();
    case Stage::loading:
    case Stage::fetching:
    case Stage::appending:
    case Stage::resolving:
      return;  // looks at its mail by itself
  }
}

void RunSession::begin() {
  Mail* front = memory_->inbox.front();
  auto* start_mail = front != nullptr ? std::get_if<StartMail>(front) : nullptr;
  if (start_mail != nullptr && !memory_->start_appended && !quarantining()) {
    const StartRequest& request = start_mail->request;
    memory_->taken_over = true;
    if (find_program(request.workflow, request.definition_hash)) process();
    return;
  }
  if (const auto* begun = front != nullptr ? std::get_if<BegunMail>(front) : nullptr;
      begun != nullptr && !quarantining()) {
    return take_over(*begun);
  }
  stage_ = Stage::loading;
  shell_.load(std::nullopt);
}

bool RunSession::find_program(const WorkflowName& workflow, const std::string& hash) {
  const auto snapshot = services_->ports.catalog.snapshot();
  const auto found = snapshot->by_name.find(workflow.value);
  if (found != snapshot->by_name.end() && found->second->program->hash == hash) {
    program_ = found->second->program;
    stage_ = Stage::ready;
    return true;
  }
  wanted_hash_ = hash;
  stage_ = Stage::fetching;
  shell_.fetch_program(hash);
  return false;
}

void RunSession::fetched(Result<definition::ProgramPtr> result) {
  if (stage_ != Stage::fetching) return;
  if (result && (*result)->hash != wanted_hash_) {
    result = Error{Errc::internal, "the catalog has " + (*result)->hash + " under the hash " + wanted_hash_};
  }
  if (result) {
    program_ = std::move(*result);
    stage_ = Stage::ready;
    return process();
  }
  if (starting() && !inherited_start_) return refuse_start(std::move(result).error());
  if (is_transient(result.error().code)) {
    answer_callers(result.error());
    return shell_.prompt_after(append_back_off_.next(), Prompt::fetch_again);
  }
  set_aside("its definition cannot be had: " + result.error().message);
}

void RunSession::loaded(Result<LoadedRun> result) {
  if (stage_ != Stage::loading && stage_ != Stage::resolving) return;
  if (!result && is_transient(result.error().code)) return load_later(result.error());
  if (stage_ == Stage::resolving) return resolve(std::move(result));
  if (quarantining()) return append_quarantine(std::move(result));
  if (result) return adopt_history(std::move(*result));
  if (result.error().code != Errc::corrupt_history) throw SessionFailure(result.error().message);
  // Who asks something of such a run hears why it is impossible; there is no use in setting it aside again.
  Mail* front = memory_->inbox.front();
  if (front != nullptr && std::holds_alternative<AskMail>(*front)) return abandon(result.error());
  set_aside(result.error().message);
}

void RunSession::adopt_history(LoadedRun history) {
  append_back_off_.reset();
  if (std::exchange(memory_->owes_look_at_children, false)) services_->switchboard.tend_children();
  state_ = std::move(history.state);
  if (state_.status == run::RunStatus::not_started) {
    if (!starting()) return abandon({Errc::not_found, "there is no run " + run_.text()});
    const StartRequest& request = std::get<StartMail>(*memory_->inbox.front()).request;
    if (find_program(request.workflow, request.definition_hash)) process();
    return;
  }
  if (state_.started.workflow != workflow_) {
    return abandon({Errc::not_found, "run " + run_.text() + " is not one of " + workflow_.value});
  }
  if (starting()) answer_started(history.first_position);
  take_up(history.open);
  publish();
  if (find_program(state_.started.workflow, state_.started.definition_hash)) process();
}

void RunSession::take_up(const std::vector<run::ActionStarted>& open) {
  desk_.clear();
  if (memory_->taken_over) {
    desk_.add_missing(state_, open);
  } else {
    orphans_ = open;
    memory_->taken_over = orphans_.empty();
  }
}

// No more decisions at a time may wait for libjq than leave a thread for all else.
std::optional<Permit> RunSession::take_turn() {
  if (!program_->needs_jq) return Permit();
  Permit permit = services_->jq_permits.try_take();
  if (permit) {
    turn_back_off_.reset();
    return permit;
  }
  if (!std::exchange(turn_prompted_, true)) {
    shell_.prompt_after(turn_back_off_.next(), Prompt::process_again);
  }
  return std::nullopt;
}

void RunSession::process() {
  const auto turn = take_turn();
  if (!turn) return;
  while (stage_ == Stage::ready) {
    hand_out_effects();
    Mail* mail = memory_->inbox.front();
    const bool ended = has_ended(state_.status);
    if (!answers_orphan(mail) && resolve_orphans()) {
      continue;
    } else if (mail == nullptr) {
      if (services_->draining || !run::has_more_to_do(state_)) break;
      go_on();
    } else if (ended && !std::holds_alternative<AskMail>(*mail)) {
      settle_front(Error{Errc::conflict, "the run has ended"});
    } else {
      take_mail(*mail);
    }
  }
  rest_if_idle();
}

// Its outcome is known after all: the run left memory, but not the process that carries the effect out.
bool RunSession::answers_orphan(const Mail* mail) const {
  const auto* outcome = mail != nullptr ? std::get_if<OutcomeMail>(mail) : nullptr;
  return outcome != nullptr &&
         std::any_of(orphans_.begin(), orphans_.end(), [&](const run::ActionStarted& orphan) {
           return orphan.ref == outcome->ref && orphan.attempt == outcome->attempt;
         });
}

bool RunSession::resolve_orphans() {
  if (memory_->taken_over || !state_.active() || services_->draining) return false;
  std::erase_if(orphans_, [this](const run::ActionStarted& orphan) { return !is_open(state_, orphan); });
  memory_->taken_over = orphans_.empty();
  if (memory_->taken_over) return false;
  step(run::Resume{}, false, {});
  if (stage_ == Stage::ready) throw SessionFailure("resuming it changed nothing");
  return true;
}

// A decision ended at its limits, in this process or in one before it. Mail comes first: what ends the run,
// or times a task out, must not wait for a loop to end.
void RunSession::go_on() {
  step(run::Wake{}, false, {});
  if (stage_ == Stage::ready) throw SessionFailure("going on changed nothing");
}

void RunSession::take_mail(Mail& mail) {
  struct Visitor {
    RunSession& session;
    void operator()(StartMail& start) const { session.start(start); }
    // The history that is at hand has all that it tells.
    void operator()(BegunMail&) const { session.settle_front(std::nullopt); }
    void operator()(OutcomeMail& done) const {
      session.step(run::FinishAction{done.ref, done.attempt, done.outcome}, true, {});
    }
    void operator()(WakeMail&) const {
      if (session.services_->draining) return session.settle_front(std::nullopt);
      // Whatever the timer service knew of this run is used up.
      session.timer_.reset();
      session.step(run::Wake{}, true, {});
    }
    void operator()(ChildMail& news) const {
      session.step(run::FinishChild{news.ref, news.child, news.workflow, news.outcome}, true, {});
    }
    void operator()(AskMail& ask) const {
      switch (ask.wish) {
        case AskMail::Wish::retry:
          return session.step(run::RetryRun{ask.actor.value, ask.reason}, true, ask.actor);
        case AskMail::Wish::cancel:
          return session.step(run::CancelRun{ask.actor.value, ask.reason}, true, ask.actor);
      }
    }
  };
  std::visit(Visitor{*this}, mail);
}

void RunSession::step(const run::Command& command, bool from_inbox, const Actor& actor) {
  if (services_->options.test_fault) services_->options.test_fault(FaultPoint::decide, run_);
  auto decision = run::decide(*program_, state_, command, circumstances(*services_));
  if (!decision) {
    // A mail may come too late; all else that the core refuses, or any mail that meets another definition
    // than the run's, must neither be dropped nor tried for ever.
    const bool too_late = from_inbox && decision.error().code == Errc::conflict &&
                          program_->hash == state_.started.definition_hash;
    if (!too_late) throw SessionFailure(decision.error().message);
    spdlog::debug("run_command_refused run={} {}", run_.text(), decision.error().message);
    return settle_front(std::move(decision).error());
  }
  if (decision->events.empty()) {
    state_ = std::move(decision->after);
    if (from_inbox) settle_front(std::nullopt);
    return publish();
  }
  from_inbox_ = from_inbox;
  append(JournalQueue::Kind::ongoing, run_group(run_, state_.version, std::move(decision->events), actor),
         std::move(decision->after));
}

void RunSession::hand_out_effects() {
  if (perform_prompted_) return;
  if (desk_.perform_all(state_)) {
    perform_back_off_.reset();
    return;
  }
  perform_prompted_ = true;
  shell_.prompt_after(perform_back_off_.next(), Prompt::perform_again);
}

void RunSession::rest_if_idle() {
  if (stage_ != Stage::ready || !desk_.empty() || memory_->inbox.front() != nullptr) return;
  if (state_.active() && acting(state_)) return;
  if (state_.status == run::RunStatus::running && !services_->draining) {
    spdlog::error("run_stalled run={} it is running but nothing is under way", run_.text());
  }
  // A far timer is the index's to remember; a near one stays with the timer service.
  const Timestamp horizon = services_->ports.clock.now() + services_->options.timer_horizon;
  if (timer_ && *timer_ > horizon) {
    shell_.set_timer(std::nullopt);
    timer_.reset();
  }
  shell_.idle();
}

void RunSession::prompted(Prompt prompt) {
  switch (prompt) {
    case Prompt::append_again:
      if (stage_ == Stage::appending)
        append(JournalQueue::Kind::ongoing, std::move(group_), std::move(after_));
      return;
    case Prompt::load_again:
      if (stage_ == Stage::loading) shell_.load(std::nullopt);
      if (stage_ == Stage::resolving) shell_.load(state_.version);
      return;
    case Prompt::fetch_again:
      if (stage_ == Stage::fetching) shell_.fetch_program(wanted_hash_);
      return;
    case Prompt::process_again:
      turn_prompted_ = false;
      if (stage_ == Stage::ready) process();
      return;
    case Prompt::perform_again:
      perform_prompted_ = false;
      if (stage_ == Stage::ready) process();
      return;
  }
}

}  // namespace runledger::actors
