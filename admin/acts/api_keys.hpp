#pragma once

#include <string>

#include "admin/context.hpp"

namespace runledger::admin {

struct CreatedKey {
  ApiKeyId id;
  std::string key;  // the only time that it is known in clear
  std::string prefix;
};

// A key that opens the workflow's webhook. Blocks. Errors: not_found, invalid_input (name), unavailable,
// overloaded.
Result<CreatedKey> create_api_key(Context& context, const WorkflowName& workflow, const std::string& name,
                                  const Actor& actor);
// Takes effect at once on this node, within a second or so on others. Errors: not_found, and as above.
// Revoking again changes nothing.
Result<Done> revoke_api_key(Context& context, ApiKeyId key, const Actor& actor);

}  // namespace runledger::admin
