#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workflow/run/events.hpp"

namespace runledger::run {

enum class RunStatus { not_started, running, waiting, completed, faulted, quarantined };
// "running", "waiting", ...: as in the API and the projections.
std::string_view name_of(RunStatus status);

enum class Phase {
  entered,   // a block whose children run, or a task between its start and its end
  acting,    // its effect is under way
  waiting,   // until `wake_at`
  retrying,  // a try that waits for its next attempt, until `wake_at`
  catching,  // a try whose catch.do runs
  faulted,   // raised the error that ended the run; RunRetried starts it again
};

// A task under way. Active tasks have distinct pointers, so the pointer names the frame.
struct Frame {
  TaskRef ref;
  Phase phase = Phase::entered;
  SharedJson raw_input;
  SharedJson input;           // after input.from
  SharedJson data;            // block: the output of its latest finished child (at first: its input)
  std::string next;           // block: pointer of the child to start next; "" when none
  std::uint32_t attempt = 0;  // attempts of the action so far
  std::uint32_t retries = 0;  // try: repetitions so far
  std::optional<Timestamp> first_failed_at;  // try: for limit.duration
  Timestamp started_at;
  std::optional<Timestamp> deadline;
  std::optional<Timestamp> wake_at;
  std::optional<RunError> error;  // try: the error being handled; faulted leaf: its error
};

// A run at one point of its history: a fold of its events and nothing else. Values are shared, so a copy is
// cheap.
struct State {
  RunStatus status = RunStatus::not_started;
  std::uint64_t version = 0;  // events folded so far: the stream version to expect
  RunStarted started;         // valid unless not_started
  SharedJson context;         // `$context`; JSON null at first
  std::vector<Frame> frames;  // the path from the root to the active task(s), parents before children
  std::vector<std::pair<std::string, std::uint32_t>> completed;  // per task pointer: times completed
  SharedJson output;                                             // valid when completed
  std::optional<RunError> error;                                 // valid when faulted
  std::optional<Timestamp> finished_at;

  const Frame* find(std::string_view task) const;
  // The earliest time at which Wake has something to do.
  std::optional<Timestamp> wake_at() const;
};

}  // namespace runledger::run
