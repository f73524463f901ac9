#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "workflow/run/events.hpp"

namespace runledger::run {

// The pointer of the root block, whose frame a run has from its start on.
inline constexpr char kRootTask[] = "/do";

enum class RunStatus { not_started, running, waiting, completed, faulted, quarantined, cancelled };
// "running", "waiting", ...: as in the API and the projections.
std::string_view name_of(RunStatus status);

enum class Phase {
  entered,    // a block whose children run (a try with `error`: about to handle it), or a task to be carried
              // out
  acting,     // its effect is under way
  acted,      // its effect has an outcome: `data`, or `error`
  waiting,    // until `wake_at`
  awaiting,   // a run that it asked for: `child`
  retrying,   // a try that waits for its next attempt, until `wake_at`
  catching,   // a try whose catch.do runs
  faulted,    // a leaf that raised the error which ended the run; RunRetried starts it again
  cancelled,  // its effect is not awaited any more; it ends with what is around it, or RunRetried starts it
              // again
};

// A point in time that a timeout set, with the whole time it allowed: a retry by an admin allows it anew.
struct Deadline {
  Timestamp at;
  std::chrono::microseconds length{0};

  friend bool operator==(const Deadline&, const Deadline&) = default;
};

// Which branches of a fork have begun: are under way, or done. Beginning all of them one after the other
// costs a number of steps that grows with their number, not with its square.
class BegunBranches {
 public:
  explicit BegunBranches(std::size_t count = 0) : begun_(count) {}

  std::size_t count() const { return begun_.size(); }
  // The first in the order of declaration that has not begun; `count()` when all have.
  std::size_t next() const { return next_; }
  bool has(std::size_t branch) const { return begun_[branch]; }
  void begin(std::size_t branch);
  // It is neither under way nor done any more: a retry starts it again.
  void give_back(std::size_t branch);

 private:
  std::vector<bool> begun_;
  std::size_t next_ = 0;
};

// A task under way. Tasks under way have distinct pointers, so the pointer names the frame; the pointer of
// what is around a task is the beginning of its own.
struct Frame {
  bool is_fork() const { return !outputs.empty(); }
  // Fork: a branch neither is under way nor has been.
  bool has_branch_to_start() const { return begun.next() < begun.count(); }

  TaskRef ref;
  std::size_t parent = 0;    // index of the frame around it; the root's own for the root
  std::size_t children = 0;  // frames directly below it
  Phase phase = Phase::entered;
  SharedJson raw_input;
  SharedJson input;  // after input.from
  // Block: the output of its latest finished child (at first: what its first child gets). Acted: the result.
  SharedJson data;
  // Block: the child to start next: a pointer; nullopt: its first one; "", "exit" or "end": none is left, and
  // why.
  std::optional<std::string> next;
  std::uint32_t attempt = 0;                 // the latest attempt of the action
  std::uint32_t unknowns = 0;                // weight of its unknown outcomes in a row, see doubt.hpp
  RunId child;                               // awaiting: that run
  std::uint32_t retries = 0;                 // try: repetitions so far
  std::optional<Timestamp> first_failed_at;  // try: for limit.duration
  Timestamp started_at;
  std::optional<Deadline> deadline;
  std::optional<Deadline> attempt_deadline;  // try
  std::optional<Timestamp> wake_at;
  SharedJson items;          // for: what it goes through; null pointer for all others
  std::uint32_t rounds = 0;  // for: those begun; the latest one's item is the one before this index
  // Fork: what each branch gave, in the order of declaration; a null pointer for those that are not done.
  std::vector<SharedJson> outputs;
  BegunBranches begun;                // fork
  std::optional<std::size_t> winner;  // fork: the first branch that completed
  std::optional<RunError> error;      // try: the error being handled; acted or faulted leaf: its error
  std::uint64_t began = 0;            // the version at which it, or the present attempt of a try, began
  // Try: tasks below it that an error cut off. The next attempt takes their numbers over.
  std::vector<TaskRef> cut_off;
};

// What is counted about one task over the whole run.
struct Tally {
  std::uint32_t completed = 0;  // times done with: the next TaskRef::iteration
  std::uint32_t attempts = 0;   // attempts of the action in the present iteration
  std::uint64_t at = 0;         // the version at which it was last done with

  friend bool operator==(const Tally&, const Tally&) = default;
};

// Lets a map with string keys be searched by string_view.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
using Tallies = std::unordered_map<std::string, Tally, TextHash, std::equal_to<>>;

// A run at one point of its history: a fold of its events and nothing else. Values are shared, so a copy is
// cheap.
struct State {
  RunStatus status = RunStatus::not_started;
  std::uint64_t version = 0;  // events folded so far: the stream version to expect
  RunStarted started;         // valid unless not_started
  SharedJson context;         // `$context`; JSON null at first
  std::vector<Frame> frames;  // the tree of tasks under way; the root first, parents before children
  Tallies tallies;            // by task pointer
  std::optional<Deadline> deadline;
  SharedJson output;  // valid when completed
  // Valid when faulted, and between an uncaught TaskFaulted and its RunFaulted.
  std::optional<RunError> error;
  TaskRef faulted;  // goes with `error`: as in RunFaulted
  std::optional<Timestamp> finished_at;

  const Frame* find(std::string_view task) const;
  // The index of the task's frame; frames.size() when it has none.
  std::size_t index_of(std::string_view task) const;
  // Whether the frame stands somewhere below the one of `root`, or is it.
  bool is_within(std::size_t frame, std::size_t root) const;
  Tally tally(std::string_view task) const;
  bool active() const { return status == RunStatus::running || status == RunStatus::waiting; }
  // The earliest time at which Wake has something to do.
  std::optional<Timestamp> wake_at() const;
};

}  // namespace runledger::run
