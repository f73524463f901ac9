#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "actors/permits.hpp"
#include "actors/reply.hpp"
#include "workflow/ports/engine.hpp"
#include "workflow/run/commands.hpp"

// What a run can be told: the closed list of what goes into its inbox.
namespace runledger::actors {

struct StartMail {
  StartRequest request;
  Reply<Started> reply;
  Permit active;      // for as long as the run is in memory
  Permit unanswered;  // until the start is answered
};
struct OutcomeMail {
  run::TaskRef ref;
  std::uint32_t attempt = 1;
  run::ActionOutcome outcome;
};
// A timer is due, or the last process left this run running: see what there is to do.
struct WakeMail {
  Permit load;  // until the wake is dealt with
};
struct RetryMail {
  Actor actor;
  std::string reason;
  Reply<RunView> reply;
};

using Mail = std::variant<StartMail, OutcomeMail, WakeMail, RetryMail>;

}  // namespace runledger::actors
