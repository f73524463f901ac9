#pragma once

#include "store/postgres/session_pool.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::store {

// What admins keep: keys, connections, secrets; never a secret value.
Result<Page<ApiKeyRow>> query_api_keys(SessionPool& sessions, const std::optional<WorkflowName>& workflow,
                                       const PageRequest& page);
Result<ApiKeyRow> query_api_key(SessionPool& sessions, ApiKeyId key);
Result<Page<ConnectionRow>> query_connections(SessionPool& sessions, const PageRequest& page);
Result<ConnectionRow> query_connection(SessionPool& sessions, const ConnectionName& connection);
Result<Page<SecretRow>> query_secrets(SessionPool& sessions, const PageRequest& page);
Result<SecretRow> query_secret(SessionPool& sessions, const SecretName& secret);

}  // namespace runledger::store
