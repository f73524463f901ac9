#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

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
  // The first append was tried without an actor, and whether it happened is not known.
  bool is_in_doubt = false;
};
// The first append was made without an actor: the run goes on from there.
struct BegunMail {
  run::State state;
  std::vector<run::ActionStarted> intents;
  Permit active;
};
struct OutcomeMail {
  run::TaskRef ref;
  std::uint32_t attempt = 1;
  run::ActionOutcome outcome;
  Permit unrecorded = nullptr;  // until it is in the log, or nobody waits for it
};
// A timer is due, or the last process left this run running: see what there is to do.
struct WakeMail {
  Permit load;  // until the wake is dealt with
};
// What became of a run that this one asked for.
struct ChildMail {
  run::TaskRef ref;
  RunId child;
  WorkflowName workflow;  // of the child
  run::ChildOutcome outcome;
  Permit load;  // until the news are dealt with
};
// What someone outside asks of the run.
struct AskMail {
  enum class Wish { retry, cancel } wish;
  Actor actor;
  std::string reason;
  Reply<RunView> reply;
};

using Mail = std::variant<StartMail, BegunMail, OutcomeMail, WakeMail, ChildMail, AskMail>;

}  // namespace runledger::actors
