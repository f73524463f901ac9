#include <optional>

#include "workflow/run/decide/tasks.hpp"
#include "workflow/run/decide/try_policy.hpp"
#include "workflow/run/standard_errors.hpp"

namespace runledger::run {
namespace {

// In the order in which they are dealt with when they are due at the same time.
enum class Kind { wake, attempt_deadline, task_deadline, run_deadline };

struct Due {
  Timestamp at;
  Kind kind = Kind::wake;
  std::size_t frame = 0;
};

// What was due first happens first, as it would have if the engine had been awake all the time.
class Earliest {
 public:
  explicit Earliest(Timestamp now) : now_(now) {}

  void offer(const std::optional<Timestamp>& at, Kind kind, std::size_t frame) {
    if (!at || *at > now_) return;
    if (!found || *at < found->at || (*at == found->at && kind < found->kind)) {
      found = Due{*at, kind, frame};
    }
  }
  void offer(const std::optional<Deadline>& deadline, Kind kind, std::size_t frame) {
    if (deadline) offer(std::optional(deadline->at), kind, frame);
  }

  std::optional<Due> found;

 private:
  Timestamp now_;
};

std::optional<Due> find_due(const Turn& turn) {
  Earliest earliest(turn.now());
  earliest.offer(turn.state().deadline, Kind::run_deadline, 0);
  for (std::size_t i = 0; i < turn.frames().size(); ++i) {
    const Frame& frame = turn.frames()[i];
    earliest.offer(frame.wake_at, Kind::wake, i);
    earliest.offer(frame.deadline, Kind::task_deadline, i);
    // An attempt whose tasks are all done has ended in time; one that has more to do is cut off there.
    if (frame.children > 0) earliest.offer(frame.attempt_deadline, Kind::attempt_deadline, i);
  }
  return earliest.found;
}

void wake(Turn& turn, std::size_t frame) {
  const Task task = turn.task(frame);
  if (turn.frames()[frame].phase == Phase::retrying) return start_attempt(turn, task);
  leave_task(turn, task, task.input, task.node->then);
}

void time_out(Turn& turn, std::size_t frame, const Deadline& deadline, const std::string& what) {
  const auto allowed = std::chrono::duration_cast<Milliseconds>(deadline.length);
  time_out_actions(turn, frame);
  const Task task = turn.task(frame);
  raise_error(turn, task,
              timeout_error(task.ref.task, what + " did not end within " + format_duration(allowed)));
}

// The one child of a try.
std::size_t child_of(const Turn& turn, std::size_t frame) {
  std::size_t child = frame + 1;
  while (turn.frames()[child].parent != frame) ++child;
  return child;
}

}  // namespace

bool settle_due(Turn& turn) {
  const auto next = turn.state().wake_at();
  if (!next || *next > turn.now()) return false;
  const auto due = find_due(turn);
  if (!due) return false;
  switch (due->kind) {
    case Kind::wake:
      wake(turn, due->frame);
      break;
    case Kind::attempt_deadline:
      // Raised in the try's child, so that the try itself can catch it.
      time_out(turn, child_of(turn, due->frame), *turn.frames()[due->frame].attempt_deadline, "the attempt");
      break;
    case Kind::task_deadline:
      time_out(turn, due->frame, *turn.frames()[due->frame].deadline, "the task");
      break;
    case Kind::run_deadline: {
      const auto allowed = std::chrono::duration_cast<Milliseconds>(turn.state().deadline->length);
      fault_run(turn,
                timeout_error("/timeout", "the workflow did not end within " + format_duration(allowed)));
      break;
    }
  }
  return true;
}

}  // namespace runledger::run
