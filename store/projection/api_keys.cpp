#include "store/projection/api_keys.hpp"

#include "store/projection/statements.hpp"

namespace runledger::store {

void ApiKeysProjection::fold(const ProjectedEvent& event) {
  const auto* known = std::get_if<record::RecordEvent>(&event.event);
  if (known == nullptr) return;
  if (const auto* created = std::get_if<record::ApiKeyCreated>(known)) {
    statements_.emplace_back(&kInsertApiKey,
                             parameters(created->key, created->workflow, created->name, created->prefix,
                                        created->sha256, created->created_at, event.position));
  } else if (const auto* revoked = std::get_if<record::ApiKeyRevoked>(known)) {
    statements_.emplace_back(&kRevokeApiKey, parameters(revoked->key, revoked->revoked_at, event.position));
  }
}

void ApiKeysProjection::write(StatementSink& sink) const {
  for (const auto& [statement, values] : statements_) sink.add(*statement, values);
}

}  // namespace runledger::store
