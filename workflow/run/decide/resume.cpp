#include "workflow/run/decide/accept.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/limits.hpp"

namespace runledger::run {

namespace {

void record_unknown(Turn& turn, std::size_t frame, const std::string& detail, bool engine_stopped) {
  const Frame& own = turn.frames()[frame];
  const auto* call = std::get_if<definition::CallTask>(&turn.node(frame).kind);
  const bool repeated =
      call != nullptr && call->repeat_when_unknown && (engine_stopped || own.unknowns < kMaxUnknownInARow);
  turn.emit(ActionOutcomeUnknown{own.ref, own.attempt, repeated, tidy_text(detail, kMaxErrorTextBytes),
                                 turn.now(), engine_stopped});
}

}  // namespace

void record_unknown_outcome(Turn& turn, std::size_t frame, const std::string& detail) {
  record_unknown(turn, frame, detail, false);
}

void record_unknown_outcomes(Turn& turn, const std::string& detail) {
  // Each event changes a frame and removes none.
  for (std::size_t i = 0; i < turn.frames().size(); ++i) {
    if (turn.frames()[i].phase == Phase::acting) record_unknown(turn, i, detail, true);
  }
}

// advance() does all that is due.
Result<Done> accept(Turn&, const Wake&) {
  return Done{};
}

Result<Done> accept(Turn& turn, const Resume&) {
  if (!turn.state().active()) return Done{};
  record_unknown_outcomes(turn, "the engine stopped before the outcome was recorded");
  return Done{};
}

}  // namespace runledger::run
