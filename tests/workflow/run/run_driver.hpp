#pragma once

#include <string>
#include <vector>

#include "tests/workflow/run/sample_events.hpp"
#include "workflow/definition/program.hpp"
#include "workflow/run/commands.hpp"
#include "workflow/run/decide.hpp"
#include "workflow/run/state.hpp"

namespace runledger::run::testing {

// Compiles "document: ..." plus `body`, the YAML of `do` and its neighbours. Aborts with the diagnostics when
// it does not compile.
definition::ProgramPtr program_of(std::string_view body);

// All of a state as text: equal states give equal texts.
std::string text_of(const State& state);

// Drives one run as the engine would, on a clock of its own, and checks after every decision that folding its
// events gives the state that came with them, also after a trip through the codec. A decision that ended at
// its limits goes on at once.
class RunDriver {
 public:
  explicit RunDriver(std::string_view body) : RunDriver(program_of(body)) {}
  explicit RunDriver(definition::ProgramPtr program) : program_(std::move(program)) {}

  RunDriver& start(std::string_view input = "{}");
  RunDriver& succeed(std::string_view result);
  RunDriver& fail(int status, std::string_view type = error_type::kCommunication);
  RunDriver& time_out();
  RunDriver& lose_outcome();
  // Moves the clock to State::wake_at and wakes the run.
  RunDriver& wake();
  RunDriver& advance_clock(double seconds);
  RunDriver& resume();
  RunDriver& retry();
  bool can_be_retried() const;
  RunDriver& quarantine();

  RunDriver& cancel();
  // What became of the run that was asked for last (by `of`, when it was called).
  RunDriver& finish_child(ChildOutcome outcome);
  const ChildRunRequested& child() const;

  // The command that must be refused, for its error.
  Error refused(const Command& command);
  // The task whose action the next outcome is of; otherwise it is the latest one under way.
  RunDriver& of(std::string_view task);
  // The outcome of the action that is under way.
  Command outcome(ActionOutcome outcome) const;
  void apply(const Command& command);

  const State& state() const { return state_; }
  const std::vector<RunEvent>& history() const { return history_; }
  const definition::Program& program() const { return *program_; }
  Timestamp now() const { return now_; }
  // Names and tasks since the last call, one event a word group: "TaskStarted /do/0/a; RunCompleted".
  std::string news();
  const Frame& frame() const { return state_.frames.back(); }
  // The tasks whose actions are under way, parents and earlier branches first.
  std::vector<std::string> acting() const;
  // The tasks that await runs, likewise.
  std::vector<std::string> awaiting() const;
  // The intent of the action that is under way.
  const ActionStarted& action() const;
  std::string output() const;
  Circumstances circumstances() const { return {now_, 0x5EED, limits_}; }
  // The events of each decision so far.
  const std::vector<std::size_t>& decisions() const { return decisions_; }
  RunDriver& limit(const RunLimits& limits) { return limits_ = limits, *this; }

 private:
  definition::ProgramPtr program_;
  State state_;
  std::vector<RunEvent> history_;
  std::vector<std::size_t> decisions_;
  RunLimits limits_;
  std::size_t told_ = 0;
  std::string of_;
  Timestamp now_ = at(0);
};

}  // namespace runledger::run::testing
