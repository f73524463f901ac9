#include "actors/front_desk.hpp"

#include <utility>

#include "actors/admission.hpp"
#include "actors/switchboard_handles.hpp"

namespace runledger::actors {

void FrontDesk::start(StartRequest request, std::function<void(Result<Started>)> done) {
  admit_start(services_, std::move(request), Reply<Started>(std::move(done)));
}

void FrontDesk::when_ended(RunId run, Timestamp deadline, std::function<void(Result<RunView>)> done) {
  Reply<RunView> reply(std::move(done));
  Permit permit = services_.watch_permits.try_take();
  if (!permit) {
    ++services_.counters.refused;
    return reply(Error{Errc::overloaded, "too many callers wait for runs to end; ask for its status later"});
  }
  services_.switchboard.handles().watch({run, deadline, std::move(reply), std::move(permit)});
}

void FrontDesk::retry(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
                      std::function<void(Result<RunView>)> done) {
  Reply<RunView> reply(std::move(done));
  // Also keeps invented names from making a supervisor each.
  if (!services_.ports.catalog.snapshot()->by_name.contains(workflow.value)) {
    return reply(Error{Errc::not_found, "there is no workflow " + workflow.value});
  }
  services_.switchboard.deliver(
      {run, workflow, AskMail{AskMail::Wish::retry, std::move(actor), std::move(reason), std::move(reply)}});
}

void FrontDesk::cancel(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
                       std::function<void(Result<RunView>)> done) {
  Reply<RunView> reply(std::move(done));
  if (!services_.ports.catalog.snapshot()->by_name.contains(workflow.value)) {
    return reply(Error{Errc::not_found, "there is no workflow " + workflow.value});
  }
  services_.switchboard.deliver(
      {run, workflow, AskMail{AskMail::Wish::cancel, std::move(actor), std::move(reason), std::move(reply)}});
}

void FrontDesk::append(AppendGroup group, std::function<void(Result<Appended>)> done) {
  const Reply<Appended> reply(std::move(done));
  reply.may_have_happened();
  services_.journal.push(JournalQueue::Kind::fresh, {std::move(group), [reply](JournalAnswer answer) {
                                                       reply(std::move(answer.result));
                                                     }});
}

}  // namespace runledger::actors
