#pragma once

#include "store/postgres/statement_sink.hpp"
#include "store/projection/projected_event.hpp"

namespace runledger::store {

// The projections `connections` and `secrets`: which there are, never their values. Changes are rare: one
// statement an event, in order.
class ConnectionsProjection {
 public:
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;

 private:
  std::vector<std::pair<const Statement*, Parameters>> statements_;
};

}  // namespace runledger::store
