#include <utility>
#include <variant>

#include "actors/append_groups.hpp"
#include "actors/run_session.hpp"
#include "actors/start_decision.hpp"

// RunSession: a run's first append.
namespace runledger::actors {

bool RunSession::starting() {
  const Mail* front = memory_->inbox.front();
  return front != nullptr && std::holds_alternative<StartMail>(*front);
}

bool RunSession::fires_schedule() {
  return std::get<StartMail>(*memory_->inbox.front()).request.firing.has_value();
}

void RunSession::start(StartMail& mail) {
  if (state_.status != run::RunStatus::not_started) {
    return settle_front(Error{Errc::conflict, "run " + run_.text() + " exists already"});
  }
  run::Decision decision =
      decide_start(*program_, mail.request, circumstances(*services_), services_->options);
  from_inbox_ = true;
  memory_->start_appended = true;
  append(JournalQueue::Kind::fresh, start_group(mail.request, mail.request.body, std::move(decision.events)),
         std::move(decision.after));
}

// The mail stays until all that follows from it is noted, so that a crash on the way loses nothing.
void RunSession::take_over(const BegunMail& begun) {
  memory_->taken_over = true;
  state_ = begun.state;
  if (services_->options.test_fault) services_->options.test_fault(FaultPoint::commit, run_);
  desk_.add_missing(state_, begun.intents);
  settle_front(std::nullopt);
  publish();
  if (find_program(workflow_, state_.started.definition_hash)) process();
}

void RunSession::answer_started(std::uint64_t position) {
  Mail mail = memory_->inbox.pop();
  std::get<StartMail>(mail).reply(Started{position, view_of(run_, state_)});
}

void RunSession::refuse_start(Error error) {
  // Nothing was written: the run does not exist, and whoever asked for it knows.
  abandon(error);
}

}  // namespace runledger::actors
