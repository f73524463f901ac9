#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "actions/call/pending.hpp"
#include "actions/call/redactor.hpp"
#include "workflow/ports/action_runner.hpp"
#include "workflow/ports/vault.hpp"

namespace runledger::actions {

using Deadline = std::chrono::steady_clock::time_point;

// What is left until the deadline, at least zero.
Milliseconds time_left(Deadline deadline);

// One effect on its way from its intent to its outcome. Handed from thread to thread, used by one at a time.
class Call {
 public:
  Call(ActionRequest request, Ticket ticket, Deadline deadline);

  const std::string& kind() const { return request_.intent.kind; }
  const std::string& task() const { return request_.intent.ref.task; }
  const std::string& idempotency_key() const { return request_.idempotency_key; }
  RunId run() const { return request_.run; }
  Deadline deadline() const { return deadline_; }
  bool expired() const { return std::chrono::steady_clock::now() >= deadline_; }

  // The arguments with their secrets in clear, which the redactor knows from then on. Blocks on the vault.
  // Errors: invalid_input when they are no object; as Vault::secret.
  Result<JsonObject> reveal_arguments(Vault& vault);
  // The connection that the arguments name, of one of the kinds `kind` or `other_kind`; its credentials are
  // known to the redactor. Blocks on the vault. Errors: invalid_input, as Vault::connection.
  Result<Connection> open_connection(const JsonObject& arguments, Vault& vault, std::string_view kind,
                                     std::string_view other_kind = "");

  // Say so before the first thing that cannot be taken back.
  void mark_begun() { begun_ = true; }
  // What to report when an exception ended the work on it: failed while nothing was begun, else unknown. Says
  // nothing of the exception, whose text may hold a secret.
  run::ActionOutcome broken() const;

  // Nobody waits for it any more: what is not begun need not be, what is under way may be cut off. Settles it
  // as unknown. Thread-safe.
  void withdraw();
  bool is_withdrawn() const { return withdrawn_; }

  // Values added to it never leave with the outcome.
  Redactor& redactor() { return redactor_; }

  // Reports the outcome, without secrets and with the task's address. The first one counts.
  void settle(run::ActionOutcome outcome);

 private:
  ActionRequest request_;
  Ticket ticket_;
  Deadline deadline_;
  Redactor redactor_;
  bool begun_ = false;
  std::atomic<bool> withdrawn_ = false;
};

// Shared because it passes through std::function; there is one user at a time.
using CallPtr = std::shared_ptr<Call>;

}  // namespace runledger::actions
