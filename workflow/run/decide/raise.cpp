#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/decide/try_policy.hpp"

namespace runledger::run {
namespace {

void hand_over(Turn& turn, TaskRef ref, RunError error, std::string caught_by) {
  turn.emit(TaskFaulted{std::move(ref), tidy_error(std::move(error)), std::move(caught_by), turn.now()});
}

// Looks for a try among the frames outside `below`, innermost first.
void raise(Turn& turn, TaskRef ref, std::size_t below, RunError error) {
  if (error.instance.empty()) error.instance = ref.task;
  for (std::size_t i = below; i-- > 0;) {
    auto caught = catches(turn, i, error);
    if (!caught) {
      // The clause itself failed: that is an error of the try, which goes on outwards instead.
      ref = turn.frames()[i].ref;
      const std::string meant = error.title + " (" + error.detail + ")";
      error = as_run_error(caught.error(), ref.task);
      error.detail += "; while catching: " + meant;
    } else if (*caught) {
      return hand_over(turn, std::move(ref), std::move(error), turn.frames()[i].ref.task);
    }
  }
  hand_over(turn, std::move(ref), std::move(error), {});
}

}  // namespace

void raise_error(Turn& turn, std::size_t frame, RunError error) {
  raise(turn, turn.frames()[frame].ref, frame, std::move(error));
}

void raise_at_entrance(Turn& turn, const definition::Node& node, RunError error) {
  const TaskRef ref{node.pointer, turn.state().tally(node.pointer).completed};
  raise(turn, ref, turn.frames().size(), std::move(error));
}

void abandon_action(Turn& turn) {
  if (turn.innermost().phase != Phase::acting) return;
  turn.emit(ActionTimedOut{turn.innermost().ref, turn.innermost().attempt, turn.now()});
}

void fault_run(Turn& turn, RunError error) {
  abandon_action(turn);
  turn.emit(RunFaulted{{}, tidy_error(std::move(error)), turn.now()});
}

}  // namespace runledger::run
