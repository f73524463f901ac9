#include "workflow/run/decide/accept.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/limits.hpp"

namespace runledger::run {

void record_unknown_outcome(Turn& turn, std::string detail) {
  const Frame& frame = turn.innermost();
  const auto* call = std::get_if<definition::CallTask>(&turn.node(turn.last()).kind);
  const bool repeated = call != nullptr && call->repeat_when_unknown && frame.unknowns < kMaxUnknownInARow;
  turn.emit(ActionOutcomeUnknown{frame.ref, frame.attempt, repeated,
                                 tidy_text(std::move(detail), kMaxErrorTextBytes), turn.now()});
}

// advance() does all that is due.
Result<Done> accept(Turn&, const Wake&) {
  return Done{};
}

Result<Done> accept(Turn& turn, const Resume&) {
  if (!turn.state().active() || turn.innermost().phase != Phase::acting) return Done{};
  record_unknown_outcome(turn, "the engine stopped before the outcome was recorded");
  return Done{};
}

}  // namespace runledger::run
