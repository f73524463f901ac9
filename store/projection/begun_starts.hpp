#pragma once

#include "store/postgres/statement_sink.hpp"
#include "store/projection/projected_event.hpp"

namespace runledger::store {

// Not a projection, but moves with the append like one: a start asked for by SQL leaves the inbox in the
// transaction that begins its run.
class BegunStarts {
 public:
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;

 private:
  Rows begun_{PgType::uuid};
};

}  // namespace runledger::store
