#include "store/projection/connections.hpp"

#include "store/projection/statements.hpp"

namespace runledger::store {

void ConnectionsProjection::fold(const ProjectedEvent& event) {
  const auto* known = std::get_if<record::RecordEvent>(&event.event);
  if (known == nullptr) return;
  std::visit(Overloaded{
                 [&](const record::ConnectionSaved& e) {
                   const std::string settings = e.settings ? write_json(*e.settings) : "null";
                   statements_.emplace_back(&kPutConnection,
                                            parameters(e.connection, e.kind, settings, e.saved_at));
                 },
                 [&](const record::ConnectionDeleted& e) {
                   statements_.emplace_back(&kDeleteConnection, parameters(e.connection));
                 },
                 [&](const record::SecretSaved& e) {
                   statements_.emplace_back(&kPutSecret, parameters(e.secret, e.saved_at));
                 },
                 [&](const record::SecretDeleted& e) {
                   statements_.emplace_back(&kDeleteSecret, parameters(e.secret));
                 },
                 [](const auto&) {},
             },
             *known);
}

void ConnectionsProjection::write(StatementSink& sink) const {
  for (const auto& [statement, values] : statements_) sink.add(*statement, values);
}

}  // namespace runledger::store
