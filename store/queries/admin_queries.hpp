#pragma once

#include "store/postgres/session_pool.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::store {

// What admins keep: keys, connections, secrets; never a secret value.
Result<std::vector<ApiKeyRow>> query_api_keys(SessionPool& sessions,
                                              const std::optional<WorkflowName>& workflow);
Result<std::vector<ConnectionRow>> query_connections(SessionPool& sessions);
Result<std::vector<SecretRow>> query_secrets(SessionPool& sessions);

}  // namespace runledger::store
