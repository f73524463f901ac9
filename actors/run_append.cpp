#include <spdlog/spdlog.h>

#include <utility>
#include <variant>

#include "actors/append_groups.hpp"
#include "actors/run_session.hpp"

// RunSession: what becomes of an append.
namespace runledger::actors {
namespace {

constexpr char kNotRecordable[] = "The effect's result cannot be recorded";

run::RunError not_recordable(const run::TaskRef& ref, const Error& error) {
  run::RunError failure;
  failure.type = run::error_type::kRuntime;
  failure.title = kNotRecordable;
  failure.detail = error.message;
  failure.instance = ref.task;
  return failure;
}

}  // namespace

void RunSession::append(JournalQueue::Kind kind, AppendGroup group, run::State after) {
  after_ = std::move(after);
  stage_ = Stage::appending;
  memory_->append_under_way = memory_->owes_look_at_children = true;
  if (from_inbox_ && !quarantining()) {
    const Mail* front = memory_->inbox.front();
    if (const auto* asked = std::get_if<StartMail>(front)) asked->reply.may_have_happened();
    if (const auto* asked = std::get_if<AskMail>(front)) asked->reply.may_have_happened();
  }
  shell_.append(kind, std::move(group));
}

void RunSession::appended(JournalAnswer answer) {
  if (stage_ != Stage::appending) return;
  group_ = std::move(answer.group);
  if (!answer.result) {
    return quarantining() ? quarantine_failed(std::move(answer.result).error())
                          : append_failed(std::move(answer.result).error());
  }
  if (quarantining()) return quarantined();
  // The run's events are the group's last ones.
  const std::uint64_t count = group_.appends.back().events.size();
  commit(answer.result->last_position + 1 - count, std::move(after_));
}

void RunSession::append_failed(Error error) {
  has_conflict_ = error.code == Errc::conflict;
  switch (error.code) {
    case Errc::outcome_unknown:
      unknown_ = true;
      [[fallthrough]];
    case Errc::conflict:
      stage_ = Stage::resolving;
      return shell_.load(state_.version);
    case Errc::unavailable:
    case Errc::overloaded:
      return append_unavailable(std::move(error));
    case Errc::invalid_input:
    case Errc::limit_exceeded:
      return refused_data(error);
    default:
      throw SessionFailure("append failed: " + error.message);
  }
}

void RunSession::append_later() {
  stage_ = Stage::appending;
  shell_.prompt_after(append_back_off_.next(), Prompt::append_again);
}

void RunSession::refused_data(const Error& error) {
  if (starting()) return refuse_start(error);
  auto* outcome = from_inbox_ ? std::get_if<OutcomeMail>(memory_->inbox.front()) : nullptr;
  if (outcome == nullptr) throw SessionFailure("the database refuses the run's events: " + error.message);
  const auto* failed = std::get_if<run::Failed>(&outcome->outcome);
  if (failed != nullptr && failed->error.title == kNotRecordable) {
    throw SessionFailure("the database refuses the run's events: " + error.message);
  }
  // The effect has happened; that its result cannot be kept is the run's to deal with.
  outcome->outcome = run::Failed{not_recordable(outcome->ref, error)};
  memory_->append_under_way = false;
  stage_ = Stage::ready;
  process();
}

void RunSession::resolve(Result<LoadedRun> result) {
  if (!result) {
    if (result.error().code != Errc::corrupt_history) throw SessionFailure(result.error().message);
    return set_aside(result.error().message);
  }
  if (begins_with(result->tail, group_, run_)) {
    const std::size_t count = run_events(group_, run_).size();
    const std::uint64_t position = result->tail.front().position;
    return commit(position, result->tail.size() == count ? std::move(after_) : std::move(result->state));
  }
  // Not there now does not mean never: the same append again is safe, for the expected version lets only one
  // of the two through.
  if (result->tail.empty()) {
    if (!has_conflict_) return append_later();
    return in_conflict_with_others();
  }
  moved_on(std::move(*result));
}

// The run's own stream is where it was expected: what conflicts is something else that the append holds.
void RunSession::in_conflict_with_others() {
  if (!starting()) throw SessionFailure("what it appends conflicts with something else than its own history");
  refuse_start({Errc::conflict, fires_schedule() ? std::string("the schedule has fired already")
                                                 : "the request is recorded already, and no run with it"});
}

void RunSession::moved_on(LoadedRun history) {
  memory_->append_under_way = false;
  unknown_ = false;
  if (std::exchange(inherited_append_, false)) {
    if (!starting() || inherited_start_) return adopt_history(std::move(history));
  }
  if (starting()) return refuse_start({Errc::conflict, "run " + run_.text() + " exists already"});
  // Someone else wrote this run's history. Only one engine works on a log, so that one is gone: what it began
  // is in doubt, as after a restart.
  spdlog::warn("run_moved_on run={} version={} another writer appended; deciding again", run_.text(),
               history.state.version);
  memory_->taken_over = false;
  adopt_history(std::move(history));
}

void RunSession::commit(std::uint64_t first_position, run::State after) {
  const std::vector<run::RunEvent> events = run_events(group_, run_);
  state_ = std::move(after);
  memory_->append_under_way = false;
  inherited_append_ = inherited_start_ = unknown_ = false;
  append_back_off_.reset();
  stage_ = Stage::ready;
  if (has_ended(state_.status)) {
    ++services_->counters.ended;
  } else {
    services_->active_runs.set(run_, state_.status);
  }
  if (from_inbox_ && starting()) {
    ++services_->counters.started;
    if (state_.status == run::RunStatus::quarantined) {
      ++services_->counters.quarantined;
      spdlog::error("run_quarantined run={} it could not be started; its last event says why", run_.text());
    }
    answer_started(first_position);
  } else if (from_inbox_) {
    settle_front(std::nullopt);
  }
  if (services_->options.test_fault) services_->options.test_fault(FaultPoint::commit, run_);
  desk_.add(state_, events);
  memory_->owes_look_at_children = false;
  publish();
  process();
}

void RunSession::settle_front(std::optional<Error> error) {
  struct Visitor {
    RunSession& session;
    std::optional<Error>& error;
    void operator()(const StartMail& start) const {
      if (error) start.reply(std::move(*error));
    }
    void operator()(const OutcomeMail& done) const {
      // The run went on without waiting for it: a timeout, a race that was lost, a quarantine. An outcome
      // that nobody knows, as that of a cancelled effect, is no news.
      if (error && !std::holds_alternative<run::OutcomeUnknown>(done.outcome)) {
        spdlog::warn("outcome_not_awaited run={} task={} attempt={} {}", session.run_.text(), done.ref.task,
                     done.attempt, error->message);
      }
      session.memory_->in_flight.erase(key_of(done.ref, done.attempt));
    }
    void operator()(const BegunMail&) const {}
    void operator()(const WakeMail&) const {}
    void operator()(const ChildMail&) const {}
    void operator()(const AskMail& ask) const {
      if (error) {
        ask.reply(std::move(*error));
      } else {
        ask.reply(view_of(session.run_, session.state_));
      }
    }
  };
  const Mail mail = memory_->inbox.pop();
  std::visit(Visitor{*this, error}, mail);
}

void RunSession::publish() {
  std::optional<Timestamp> wanted;
  if (has_ended(state_.status)) {
    services_->active_runs.erase(run_);  // before the report: see ActiveRuns
    shell_.report_end(view_of(run_, state_));
  } else {
    services_->active_runs.set(run_, state_.status);
    wanted = state_.wake_at();
  }
  if (wanted == timer_) return;
  timer_ = wanted;
  shell_.set_timer(wanted);
}

}  // namespace runledger::actors
