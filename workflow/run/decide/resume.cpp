#include "workflow/run/decide/accept.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/limits.hpp"
#include "workflow/run/doubt.hpp"

namespace runledger::run {

namespace {

enum class Lost { connection, engine };

// What an operator can do about it. Calls over HTTP carry a key by which a receiver knows a repetition.
std::string with_advice(const std::string& detail, const definition::CallTask* call) {
  const bool has_key = call != nullptr && call->kind == "http";
  return detail + "; a retry makes the call again" + (has_key ? ", with the same Idempotency-Key" : "") +
         ", and `metadata: {onOutcomeUnknown: retry}` on its task lets the engine do that by itself";
}

void record_unknown(Turn& turn, std::size_t frame, const std::string& detail, Lost lost) {
  const Frame& own = turn.frames()[frame];
  const auto* call = std::get_if<definition::CallTask>(&turn.node(frame).kind);
  const bool repeated = call != nullptr && call->repeat_when_unknown && own.unknowns < kMostDoubt;
  turn.emit(ActionOutcomeUnknown{own.ref, own.attempt, repeated,
                                 tidy_text(repeated ? detail : with_advice(detail, call), kMaxErrorTextBytes),
                                 turn.now(), lost == Lost::engine});
}

void record_all_unknown(Turn& turn, const std::string& detail, Lost lost) {
  // Each event changes a frame and removes none.
  for (std::size_t i = 0; i < turn.frames().size(); ++i) {
    if (turn.frames()[i].phase == Phase::acting) record_unknown(turn, i, detail, lost);
  }
}

}  // namespace

void record_unknown_outcome(Turn& turn, std::size_t frame, const std::string& detail) {
  record_unknown(turn, frame, detail, Lost::connection);
}

void record_unknown_outcomes(Turn& turn, const std::string& detail) {
  record_all_unknown(turn, detail, Lost::connection);
}

// advance() does all that is due.
Result<Done> accept(Turn&, const Wake&) {
  return Done{};
}

Result<Done> accept(Turn& turn, const Resume&) {
  if (!turn.state().active()) return Done{};
  record_all_unknown(turn, "the engine stopped before the outcome was recorded", Lost::engine);
  return Done{};
}

}  // namespace runledger::run
