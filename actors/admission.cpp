#include "actors/admission.hpp"

#include <string>
#include <utility>

#include "actors/direct_start.hpp"

namespace runledger::actors {

void admit_start(Services& services, StartRequest request, Reply<Started> reply) {
  Permit active = services.active_permits.try_take();
  if (!active) {
    ++services.counters.refused;
    return reply(Error{Errc::overloaded, "as many runs as allowed are active (" +
                                             std::to_string(services.options.max_active_runs) +
                                             "); try again later"});
  }
  // Counted from here on and not only in the journal's queue, so that starts cannot pile up on their way to
  // it.
  Permit unanswered = services.start_permits.try_take();
  if (!unanswered) {
    ++services.counters.refused;
    return reply(Error{Errc::overloaded, "too many runs wait to be recorded (" +
                                             std::to_string(services.options.journal_queue_limit) +
                                             "); try again later"});
  }
  // The same answer as the append would get, but before an actor is made for it.
  if (auto refusal = services.journal.would_refuse()) {
    ++services.counters.refused;
    return reply(std::move(*refusal));
  }
  StartMail start{std::move(request), std::move(reply), std::move(active), std::move(unanswered)};
  if (const auto program = brief_program(services, start.request)) {
    return start_directly(services, *program, std::move(start));
  }
  const RunId run = start.request.run;
  WorkflowName workflow = start.request.workflow;
  // Dropped when the engine stops: the reply then says so by itself.
  services.switchboard.deliver({run, std::move(workflow), std::move(start)});
}

}  // namespace runledger::actors
