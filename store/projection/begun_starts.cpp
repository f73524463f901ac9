#include "store/projection/begun_starts.hpp"

#include "store/projection/statements.hpp"

namespace runledger::store {

void BegunStarts::fold(const ProjectedEvent& event) {
  const auto* known = std::get_if<run::RunEvent>(&event.event);
  const auto* started = known == nullptr ? nullptr : std::get_if<run::RunStarted>(known);
  if (started != nullptr && started->trigger == run::Trigger::sql) begun_.add(started->run);
}

void BegunStarts::write(StatementSink& sink) const {
  if (!begun_.empty()) sink.add(kRemoveBegunStarts, begun_.parameters());
}

}  // namespace runledger::store
