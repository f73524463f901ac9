#pragma once

#include <functional>
#include <string>

#include "workflow/run/actions.hpp"
#include "workflow/run/commands.hpp"

namespace runledger {

struct ActionRequest {
  RunId run;
  run::ActionStarted intent;
  std::string idempotency_key;
  std::string secret_nonce;  // of the run: for secrets::reveal
};

// Carries out effects. Implemented by actions/. Thread-safe.
class ActionRunner {
 public:
  virtual ~ActionRunner() = default;
  // Queues the effect and returns; `done` is called exactly once, on a thread of the runner, and must not
  // block. Errors: overloaded when the bounded queue is full (done is then never called; the effect has not
  // happened).
  virtual Result<Done> perform(ActionRequest request, std::function<void(run::ActionOutcome)> done) = 0;
  // Nobody waits for that effect any more: it is not begun, or its transfer is cut off, when that is still
  // possible; a statement that a database is working on runs to its end. `done` gets OutcomeUnknown, unless
  // the outcome was there first. Does nothing for an effect that it does not know. Does not block.
  virtual void cancel(RunId run, const run::TaskRef& ref, std::uint32_t attempt) = 0;
  // Finishes what is under way within `grace` and abandons the rest: an abandoned effect's `done` gets
  // OutcomeUnknown. Blocks until the threads have ended, also when a call of the vault outlasts the grace:
  // nothing that they use may go before them. No perform afterwards.
  virtual void stop(Milliseconds grace) = 0;
};

}  // namespace runledger
