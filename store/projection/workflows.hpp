#pragma once

#include "store/postgres/statement_sink.hpp"
#include "store/projection/projected_event.hpp"

namespace runledger::store {

// The projections `workflows` and `workflow_versions`. Changes are rare: one statement an event, in order.
class WorkflowsProjection {
 public:
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;
  // Whether the catalog has: firings of schedules do not count.
  bool changed() const { return changed_; }

 private:
  std::vector<std::pair<const Statement*, Parameters>> statements_;
  bool changed_ = false;
};

}  // namespace runledger::store
