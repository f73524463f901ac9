#pragma once

#include "actions/call/call.hpp"
#include "actions/postgres/batch_run.hpp"
#include "actions/postgres/session_cache.hpp"
#include "actions/postgres/socket_watch.hpp"

namespace runledger::actions {

// What SQL calls need from the runner; all outlive the calls.
struct PostgresEnvironment {
  Vault& vault;
  SessionCache& sessions;
  SocketWatch& watch;
  SqlLimits limits;
  bool allow_private_addresses = false;
};

// Carries the call out and settles it. Blocks until then: the deadline bounds everything but the resolution
// of the host's name, which has its own limit (resolv.conf). Errors: why it could not be prepared; it is then
// neither begun nor settled.
Result<Done> perform_postgres(const CallPtr& call, const PostgresEnvironment& environment);

}  // namespace runledger::actions
