#pragma once

#include "store/postgres/statement_sink.hpp"
#include "store/projection/projected_event.hpp"

namespace runledger::store {

// The projection `api_keys`. Changes are rare: one statement an event, in order.
class ApiKeysProjection {
 public:
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;
  bool changed() const { return !statements_.empty(); }

 private:
  std::vector<std::pair<const Statement*, Parameters>> statements_;
};

}  // namespace runledger::store
