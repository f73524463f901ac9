#include "store/projection/workflows.hpp"

#include "store/projection/statements.hpp"

namespace runledger::store {

void WorkflowsProjection::fold(const ProjectedEvent& event) {
  const auto* known = std::get_if<record::RecordEvent>(&event.event);
  if (known == nullptr) return;
  const std::uint64_t position = event.position;
  const std::size_t before = statements_.size();
  std::size_t firings = 0;
  std::visit(
      Overloaded{
          [&](const record::WorkflowCreated& e) {
            statements_.emplace_back(&kInsertWorkflow,
                                     parameters(e.workflow, e.webhook, e.created_at, position));
          },
          [&](const record::WorkflowVersionAdded& e) {
            statements_.emplace_back(&kInsertWorkflowVersion, parameters(e.workflow, e.version, e.hash,
                                                                         e.source, e.added_at, position));
            statements_.emplace_back(&kSetCurrentVersion,
                                     parameters(e.workflow, e.version, e.hash, e.added_at, position));
          },
          [&](const record::WorkflowEnabled& e) {
            statements_.emplace_back(&kSetEnabled, parameters(e.workflow, true, e.enabled_at, position));
          },
          [&](const record::WorkflowDisabled& e) {
            statements_.emplace_back(&kSetEnabled, parameters(e.workflow, false, e.disabled_at, position));
          },
          [&](const record::ScheduleFired& e) {
            statements_.emplace_back(&kNoteFiring, parameters(e.workflow, e.due, e.run));
            firings += 1;
          },
          [](const auto&) {},
      },
      *known);
  changed_ = changed_ || statements_.size() > before + firings;
}

void WorkflowsProjection::write(StatementSink& sink) const {
  for (const auto& [statement, values] : statements_) sink.add(*statement, values);
}

}  // namespace runledger::store
