#pragma once

#include <span>

#include "store/projection/api_keys.hpp"
#include "store/projection/begun_starts.hpp"
#include "store/projection/children.hpp"
#include "store/projection/connections.hpp"
#include "store/projection/requests.hpp"
#include "store/projection/runs.hpp"
#include "store/projection/timers.hpp"
#include "store/projection/workflows.hpp"

namespace runledger::store {

// All projections, moved together. Events are folded in the order of their positions; then write() gives the
// statements that bring the tables up to date. Depends on nothing but the events, so that a rebuild gives the
// same rows whatever the batches were.
class Projections {
 public:
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;

 private:
  RunsProjection runs_;
  TimersProjection timers_;
  RequestsProjection requests_;
  WorkflowsProjection workflows_;
  ApiKeysProjection api_keys_;
  ConnectionsProjection connections_;
  BegunStarts begun_starts_;
  ChildrenProjection children_;
};

// Every statement that write() may use, to be prepared.
std::span<const Statement* const> projection_statements();

}  // namespace runledger::store
