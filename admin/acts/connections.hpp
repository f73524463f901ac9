#pragma once

#include <vector>

#include "admin/context.hpp"
#include "workflow/schema/schema.hpp"

namespace runledger::admin {

// What is wrong with a connection's settings; empty when they fit their kind ("smtp", "postgres", "http",
// "outbox", "slack", ...). Errors: invalid_input for an unknown kind. Pure.
Result<std::vector<schema::Violation>> check_connection(const Connection& connection);

// The settings without what is secret: passwords, tokens, URLs with credentials and header values become
// "********".
Json public_settings(const Connection& connection);

// Saves or replaces: the values in the vault and the fact in the log, in one transaction. Blocks. Takes
// effect for actions that start later. The settings were checked. Errors: as append_and_wait; the old
// values then stay, or, after outcome_unknown, may.
Result<Done> save_connection(Context& context, const ConnectionName& name, const Connection& connection,
                             const Actor& actor);
// Without `force`, not while an enabled workflow's current version uses it (in_use.hpp). Errors: not_found,
// conflict naming those workflows, and as above.
Result<Done> delete_connection(Context& context, const ConnectionName& name, bool force, const Actor& actor);

// Names of connections and secrets: 1 to 63 of a-z, 0-9, '-', beginning with a letter.
bool is_resource_name(std::string_view text);

}  // namespace runledger::admin
