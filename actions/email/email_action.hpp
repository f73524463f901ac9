#pragma once

#include <string>

#include "actions/call/call.hpp"
#include "actions/network/curl_handle.hpp"
#include "actions/network/curl_loop.hpp"

namespace runledger::actions {

// What e-mails need from the runner; all outlive the calls.
struct EmailEnvironment {
  Vault& vault;
  CurlLoop& loop;
  ConversationRules rules;
  std::string outbox_root;
};

// Composes the message and hands it to the loop, or writes it to the outbox. Blocks on the vault and the
// outbox's disk. Errors: why it could not be prepared; it is then neither begun nor settled.
Result<Done> begin_email(const CallPtr& call, const EmailEnvironment& environment);

}  // namespace runledger::actions
