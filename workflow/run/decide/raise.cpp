#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/decide/try_policy.hpp"

namespace runledger::run {
namespace {

void hand_over(Turn& turn, TaskRef ref, RunError error, std::string caught_by) {
  turn.emit(TaskFaulted{std::move(ref), tidy_error(std::move(error)), std::move(caught_by), turn.now()});
}

template <class Ended>
void end_actions(Turn& turn, std::size_t root) {
  // Each event changes a frame and removes none.
  for (std::size_t i = root; i < turn.frames().size(); ++i) {
    const Frame& frame = turn.frames()[i];
    if (frame.phase != Phase::acting || !turn.state().is_within(i, root)) continue;
    turn.emit(Ended{frame.ref, frame.attempt, turn.now()});
  }
}

}  // namespace

void raise_error(Turn& turn, const Task& task, RunError error) {
  TaskRef ref = task.ref;
  if (error.instance.empty()) error.instance = ref.task;
  for (auto at = task.parent; at; at = turn.parent(*at)) {
    auto caught = catches(turn, turn.task(*at), error);
    if (!caught) {
      // The clause itself failed: that is an error of the try, which goes on outwards instead.
      ref = turn.frames()[*at].ref;
      const std::string meant = error.title + " (" + error.detail + ")";
      error = as_run_error(caught.error(), ref.task);
      error.detail += "; while catching: " + meant;
    } else if (*caught) {
      cancel_actions(turn, *at);
      return hand_over(turn, std::move(ref), std::move(error), turn.frames()[*at].ref.task);
    }
  }
  cancel_actions(turn, 0);
  hand_over(turn, std::move(ref), std::move(error), {});
}

void raise_error(Turn& turn, const Task& task, const Error& error) {
  raise_error(turn, task, as_run_error(error, task.ref.task));
}

void cancel_children(Turn& turn, std::size_t root) {
  // Each event changes a frame and removes none.
  for (std::size_t i = root; i < turn.frames().size(); ++i) {
    const Frame& frame = turn.frames()[i];
    if (frame.phase != Phase::awaiting || !turn.state().is_within(i, root)) continue;
    turn.emit(ChildRunCancelled{frame.ref, frame.child, turn.now()});
  }
}

void time_out_actions(Turn& turn, std::size_t root) {
  end_actions<ActionTimedOut>(turn, root);
  cancel_children(turn, root);
}

void cancel_actions(Turn& turn, std::size_t root) {
  end_actions<ActionCancelled>(turn, root);
  cancel_children(turn, root);
}

void fault_run(Turn& turn, RunError error) {
  time_out_actions(turn, 0);
  turn.emit(RunFaulted{{}, tidy_error(std::move(error)), turn.now()});
}

}  // namespace runledger::run
