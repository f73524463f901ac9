#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/postgres/statement_sink.hpp"
#include "store/projection/projected_event.hpp"

namespace runledger::store {

// The projection `timers`: when a waiting run has something to do, so that it can leave memory. Mirrors the
// times of run::State (deadlines of the run and of the tasks under way, waits, delays before retries) without
// its frames: a task's end drops what stands at or below its pointer. The deadline of a task that carries out
// an action is dropped as its action starts, because a run with an action under way is in memory. Timers of a
// failed run sleep; RunRetried wakes them, and lets the deadlines count anew.
class TimersProjection {
 public:
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;

 private:
  struct Drop {
    std::string task;
    std::string_view purpose;  // empty: all of them
    bool with_task = true;     // false: only what stands below the task
    bool with_children = true;

    friend bool operator==(const Drop&, const Drop&) = default;
  };
  struct Put {
    std::string task;
    std::uint32_t iteration = 0;
    std::string_view purpose;
    Timestamp due;
    std::optional<Timestamp> counted_from;  // a deadline: `due` moves when this does
    bool asleep = false;
  };
  // What becomes of the rows that the batch found: first drops, then the wake or sleep; then puts are added.
  struct Change {
    RunId run;
    bool is_new = false;  // begun in this batch: there are no rows
    std::vector<Drop> drops;
    std::optional<bool> asleep;
    std::optional<Timestamp> counted_from;
    std::vector<Put> puts;
  };

  static void apply(Change& change, const run::RunEvent& event);
  static void drop(Change& change, Drop what);
  static void put(Change& change, Put what);
  static void put_to_sleep(Change& change);
  static void wake(Change& change, Timestamp from);

  std::vector<Change> changes_;
  std::unordered_map<RunId, std::size_t> index_;
};

}  // namespace runledger::store
