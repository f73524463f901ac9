#include "admin/acts/api_keys.hpp"

#include <algorithm>

#include "admin/acts/append.hpp"
#include "admin/acts/credentials.hpp"
#include "workflow/base/sha256.hpp"

namespace runledger::admin {
namespace {

Result<Done> record_key_event(Context& context, record::RecordEvent event, const Actor& actor) {
  if (auto recorded = record_event(context.engine, kKeysStream, std::move(event), actor); !recorded)
    return recorded;
  return context.catalog.refresh();
}

}  // namespace

Result<CreatedKey> create_api_key(Context& context, const WorkflowName& workflow, const std::string& name,
                                  const Actor& actor) {
  if (auto row = context.queries.workflow(workflow); !row) return std::move(row).error();
  CreatedKey created;
  created.id = make_id<ApiKeyId>(context.clock, context.random);
  created.key = make_api_key(context.random);
  created.prefix = key_prefix(created.key);
  auto recorded = record_key_event(context,
                                   record::ApiKeyCreated{created.id, workflow, name, created.prefix,
                                                         sha256_hex(created.key), context.clock.now()},
                                   actor);
  if (!recorded) return std::move(recorded).error();
  return created;
}

Result<Done> revoke_api_key(Context& context, ApiKeyId key, const Actor& actor) {
  auto row = context.queries.api_key(key);
  if (!row) return std::move(row).error();
  if (row->revoked_at) return Done{};
  return record_key_event(context, record::ApiKeyRevoked{key, context.clock.now()}, actor);
}

}  // namespace runledger::admin
