#include "workflow/run/decide/accept.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/limits.hpp"
#include "workflow/run/standard_errors.hpp"

namespace runledger::run {
namespace {

Result<Done> check_under_way(const State& state, const FinishAction& command) {
  const std::string attempt = "attempt " + std::to_string(command.attempt) + " of " + command.ref.task +
                              " iteration " + std::to_string(command.ref.iteration);
  if (!state.active()) {
    return Error{Errc::conflict,
                 attempt + " is not awaited: the run is " + std::string(name_of(state.status))};
  }
  const Frame* frame = state.find(command.ref.task);
  if (frame == nullptr || frame->ref != command.ref || frame->phase != Phase::acting ||
      frame->attempt != command.attempt) {
    return Error{Errc::conflict, attempt + " is not under way: it timed out or was answered before"};
  }
  return Done{};
}

// One event for each outcome.
class Recorder {
 public:
  Recorder(Turn& turn, const FinishAction& command) : turn_(turn), command_(command) {}

  void operator()(const Succeeded& outcome) const {
    const SharedJson result = outcome.result ? outcome.result : share(Json());
    auto fits = check_foreign(*result, kMaxDocumentBytes);
    if (!fits)
      return fail(runtime_error(command_.ref.task, "the result cannot be kept: " + fits.error().message));
    turn_.emit(ActionSucceeded{command_.ref, command_.attempt, result, turn_.now()});
  }
  void operator()(const Failed& outcome) const { fail(outcome.error); }
  void operator()(const TimedOut&) const {
    turn_.emit(ActionTimedOut{command_.ref, command_.attempt, turn_.now()});
  }
  void operator()(const OutcomeUnknown& outcome) const {
    record_unknown_outcome(turn_, turn_.state().index_of(command_.ref.task), outcome.detail);
  }

 private:
  void fail(RunError error) const {
    if (error.instance.empty()) error.instance = command_.ref.task;
    turn_.emit(ActionFailed{command_.ref, command_.attempt, tidy_error(std::move(error)), turn_.now()});
  }

  Turn& turn_;
  const FinishAction& command_;
};

}  // namespace

Result<Done> accept(Turn& turn, const FinishAction& command) {
  auto expected = check_under_way(turn.state(), command);
  if (expected) std::visit(Recorder(turn, command), command.outcome);
  return expected;
}

}  // namespace runledger::run
