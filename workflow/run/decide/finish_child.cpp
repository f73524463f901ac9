#include <boost/json/object.hpp>

#include "workflow/run/decide/accept.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/limits.hpp"
#include "workflow/run/standard_errors.hpp"

namespace runledger::run {
namespace {

bool awaits(const State& state, const FinishChild& command) {
  const Frame* frame = state.find(command.ref.task);
  return state.active() && frame != nullptr && frame->ref == command.ref && frame->phase == Phase::awaiting &&
         frame->child == command.child;
}

Json origin_of(const FinishChild& command, const RunError& error) {
  JsonObject origin;
  origin["run"] = command.child.text();
  origin["workflow"] = command.workflow.value;
  origin["error"] = to_json(error);
  return origin;
}

// The child's error as it stands, for filters to match, with a pointer to where it came from. Of runs within
// runs the innermost error's own response is the first thing that there may be no room for.
RunError error_of_child(const FinishChild& command, const RunError& error) {
  RunError own = error;
  own.instance = command.ref.task;
  own.detail += " (in the run " + command.child.text() + " of " + command.workflow.value + ")";
  Json origin = origin_of(command, error);
  if (!check_foreign(origin, kMaxErrorResponseBytes)) {
    RunError bare = error;
    bare.response = nullptr;
    origin = origin_of(command, bare);
  }
  own.response = share(std::move(origin));
  return own;
}

// One event for each outcome.
class Recorder {
 public:
  Recorder(Turn& turn, const FinishChild& command) : turn_(turn), command_(command) {}

  void operator()(const ChildBegan&) const {
    turn_.emit(ChildRunBegan{command_.ref, command_.child, turn_.now()});
  }
  void operator()(const Succeeded& outcome) const {
    const auto* task = kind();
    const bool wanted = task == nullptr || task->gives == definition::RunTask::Gives::output;
    turn_.emit(ChildRunCompleted{command_.ref, command_.child,
                                 wanted && outcome.result ? outcome.result : share(Json()), turn_.now()});
  }
  void operator()(const Failed& outcome) const { fail(error_of_child(command_, outcome.error)); }
  void operator()(const ChildCancelled& outcome) const {
    fail(error_of_child(command_, cancelled_error(command_.ref.task, outcome.reason)));
  }
  void operator()(const ChildRefused& outcome) const {
    fail(configuration_error(command_.ref.task, outcome.detail));
  }

 private:
  const definition::RunTask* kind() const {
    return std::get_if<definition::RunTask>(&turn_.node(turn_.state().index_of(command_.ref.task)).kind);
  }
  void fail(RunError error) const {
    turn_.emit(ChildRunFailed{command_.ref, command_.child, tidy_error(std::move(error)), turn_.now()});
  }

  Turn& turn_;
  const FinishChild& command_;
};

}  // namespace

Result<Done> accept(Turn& turn, const FinishChild& command) {
  if (!awaits(turn.state(), command)) {
    return Error{Errc::conflict, command.ref.task + " does not await the run " + command.child.text()};
  }
  std::visit(Recorder(turn, command), command.outcome);
  return Done{};
}

}  // namespace runledger::run
