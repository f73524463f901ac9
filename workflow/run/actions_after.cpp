#include "workflow/run/actions.hpp"

namespace runledger::run {
namespace {

// The key is the same for every attempt of one iteration, so that a receiver can tell a repetition.
std::string idempotency_key(const State& state, const TaskRef& ref) {
  return state.started.run.text() + ref.task + '/' + std::to_string(ref.iteration);
}

bool under_way(const State& state, const ActionStarted& intent) {
  const Frame* frame = state.find(intent.ref.task);
  return state.active() && frame != nullptr && frame->ref == intent.ref && frame->phase == Phase::acting &&
         frame->attempt == intent.attempt;
}

// Appends what one event asks for. Closed like evolve: a new event must be placed here too.
class Effects {
 public:
  explicit Effects(const State& after) : after_(after) {}

  void operator()(const ActionStarted& event) {
    if (under_way(after_, event)) out.emplace_back(PerformAction{event, idempotency_key(after_, event.ref)});
  }
  void operator()(const RunStarted& event) {
    wake(event.deadline.has_value());
    if (event.parent) out.emplace_back(TendChildren{});  // a task may await no more than this
  }
  void operator()(const TaskStarted& event) { wake(event.deadline || event.attempt_deadline); }
  void operator()(const WaitStarted&) { wake(true); }
  void operator()(const RetryScheduled&) { wake(true); }
  void operator()(const RetryStarted& event) { wake(event.attempt_deadline.has_value()); }
  void operator()(const RunRetried&) { wake(true); }
  void operator()(const RunCompleted&) { report(); }
  void operator()(const RunFaulted&) { report(); }
  void operator()(const RunQuarantined&) { report(); }

  void operator()(const RoundStarted&) {}
  void operator()(const TaskSkipped&) {}
  void operator()(const TaskCompleted&) {}
  void operator()(const TaskFaulted&) {}
  void operator()(const ActionSucceeded&) {}
  void operator()(const ActionFailed&) {}
  // The engine itself may have found that its time was up.
  void operator()(const ActionTimedOut& event) { cancel(event.ref, event.attempt); }
  void operator()(const ActionCancelled& event) { cancel(event.ref, event.attempt); }
  void operator()(const ChildRunRequested&) { out.emplace_back(TendChildren{}); }
  void operator()(const ChildRunCancelled&) { out.emplace_back(TendChildren{}); }
  void operator()(const ChildRunBegan&) {}
  void operator()(const ChildRunCompleted&) {}
  void operator()(const ChildRunFailed&) {}
  void operator()(const RunCancelled&) { report(); }
  void operator()(const TaskCancelled&) {}
  void operator()(const EventEmitted&) {}
  void operator()(const ActionOutcomeUnknown&) {}
  void operator()(const ErrorCaught&) {}

  std::vector<Action> out;

 private:
  void wake(bool wanted) {
    if (!wanted) return;
    if (const auto when = after_.wake_at()) out.emplace_back(WakeAt{*when});
  }
  void cancel(const TaskRef& ref, std::uint32_t attempt) { out.emplace_back(CancelAction{ref, attempt}); }
  void report() {
    if (after_.active()) return;
    if (after_.started.parent) out.emplace_back(TendChildren{});
    out.emplace_back(ReportEnd{});
  }

  const State& after_;
};

}  // namespace

std::vector<Action> actions_after(const State& after, const RunEvent& event) {
  Effects effects(after);
  std::visit(effects, event);
  return std::move(effects.out);
}

}  // namespace runledger::run
