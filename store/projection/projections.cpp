#include "store/projection/projections.hpp"

#include "store/projection/statements.hpp"

namespace runledger::store {

void Projections::fold(const ProjectedEvent& event) {
  runs_.fold(event);
  timers_.fold(event);
  requests_.fold(event);
  workflows_.fold(event);
  api_keys_.fold(event);
  connections_.fold(event);
  begun_starts_.fold(event);
  children_.fold(event);
}

void Projections::write(StatementSink& sink) const {
  runs_.write(sink);
  timers_.write(sink);
  requests_.write(sink);
  workflows_.write(sink);
  api_keys_.write(sink);
  connections_.write(sink);
  begun_starts_.write(sink);
  children_.write(sink);
  if (workflows_.changed() || api_keys_.changed()) sink.add(kNotifyCatalog, Parameters{});
}

std::span<const Statement* const> projection_statements() {
  static constexpr const Statement* kAll[] = {
      &kInsertRuns.many,   &kInsertRuns.one,    &kUpdateRuns.many,     &kUpdateRuns.one,
      &kDropTimers.many,   &kDropTimers.one,    &kWakeTimers.many,     &kWakeTimers.one,
      &kPutTimers.many,    &kPutTimers.one,     &kInsertRequests.many, &kInsertRequests.one,
      &kDropChildren.many, &kDropChildren.one,  &kMarkChildren.many,   &kMarkChildren.one,
      &kPutChildren.many,  &kPutChildren.one,   &kInsertWorkflow,      &kInsertWorkflowVersion,
      &kSetCurrentVersion, &kSetEnabled,        &kNoteFiring,          &kInsertApiKey,
      &kRevokeApiKey,      &kPutConnection,     &kDeleteConnection,    &kPutSecret,
      &kDeleteSecret,      &kRemoveBegunStarts, &kNotifyCatalog,
  };
  return kAll;
}

}  // namespace runledger::store
