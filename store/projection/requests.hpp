#pragma once

#include "store/postgres/statement_sink.hpp"
#include "store/projection/projected_event.hpp"

namespace runledger::store {

// The projection `requests`: one row a delivery, accepted or refused.
class RequestsProjection {
 public:
  RequestsProjection();
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;

 private:
  Rows inserts_;
};

}  // namespace runledger::store
