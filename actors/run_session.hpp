#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "actors/action_desk.hpp"
#include "actors/back_off.hpp"
#include "actors/run_loader.hpp"
#include "actors/run_memory.hpp"
#include "actors/run_shell.hpp"
#include "actors/services.hpp"
#include "workflow/run/decide.hpp"

namespace runledger::actors {

// Thrown when a run cannot go on for a reason that is a defect: ends the actor, and so becomes a crash that
// the supervisor deals with.
class SessionFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One incarnation of a run in memory: takes its mail one by one, has the core decide, appends, and only then
// acts. Holds no thread and no actor; single-threaded. Any exception leaves `memory` such that a new session
// over it goes on without loss: a mail leaves the inbox only when what follows from it is durable.
class RunSession {
 public:
  RunSession(RunId run, WorkflowName workflow, std::shared_ptr<RunMemory> memory, ServicesPtr services,
             RunShell& shell);

  // There may be mail, or (first call) a run to bring back.
  void poke();
  void loaded(Result<LoadedRun> result);
  void fetched(Result<definition::ProgramPtr> result);
  void appended(JournalAnswer answer);
  void prompted(Prompt prompt);

 private:
  enum class Stage {
    created,    // nothing known yet
    left,       // given up: nothing is known any more, and nothing to do until a mail comes
    loading,    // waits for its history
    fetching,   // waits for its program
    ready,      // state and program at hand
    appending,  // an append is under way
    resolving,  // an append's fate is unclear, or the stream moved on: waits for the history
  };

  // run_session.cpp: bringing a run into memory, and its mail.
  void begin();
  void adopt_history(LoadedRun history);
  void take_up(const std::vector<run::ActionStarted>& open);
  bool find_program(const WorkflowName& workflow, const std::string& hash);
  std::optional<Permit> take_turn();
  void process();
  bool answers_orphan(const Mail* mail) const;
  bool resolve_orphans();
  void go_on();
  void take_mail(Mail& mail);
  void step(const run::Command& command, bool from_inbox, const Actor& actor);
  void hand_out_effects();
  void rest_if_idle();

  // run_start.cpp: the first append, and refusing it.
  void start(StartMail& mail);
  void take_over(const BegunMail& begun);
  bool starting();
  bool fires_schedule();  // when starting
  void refuse_start(Error error);
  void answer_started(std::uint64_t position);

  // run_append.cpp: what became of an append.
  void append(JournalQueue::Kind kind, AppendGroup group, run::State after);
  void append_failed(Error error);
  void append_later();
  void refused_data(const Error& error);
  void resolve(Result<LoadedRun> result);
  void in_conflict_with_others();
  void moved_on(LoadedRun history);
  void commit(std::uint64_t first_position, run::State after);
  void settle_front(std::optional<Error> error);
  void publish();

  // run_away.cpp: the database is away.
  // True when it refused what callers asked for. Those of which something may have happened hear
  // `outcome_unknown`.
  bool answer_callers(const Error& error);
  void load_later(const Error& error);
  void append_unavailable(Error error);

  // run_quarantine.cpp: setting the run aside.
  bool quarantining() const { return !memory_->quarantine_reason.empty(); }
  void set_aside(std::string reason);
  void append_quarantine(Result<LoadedRun> history);
  void quarantine_failed(Error error);
  void quarantined();
  void abandon(const Error& error);

  RunId run_;
  WorkflowName workflow_;
  std::shared_ptr<RunMemory> memory_;
  ServicesPtr services_;
  RunShell& shell_;
  ActionDesk desk_;
  BackOffTimer append_back_off_;
  BackOffTimer perform_back_off_;
  BackOffTimer turn_back_off_;

  Stage stage_ = Stage::created;
  run::State state_;
  definition::ProgramPtr program_;
  std::string wanted_hash_;         // while fetching
  std::optional<Timestamp> timer_;  // as the timer service was told
  // Effects of the last process, while memory.taken_over is false: their outcome is unknown.
  std::vector<run::ActionStarted> orphans_;
  bool perform_prompted_ = false;
  bool turn_prompted_ = false;

  // The append under way.
  AppendGroup group_;
  run::State after_;
  bool from_inbox_ = false;    // it answers the front mail
  bool unknown_ = false;       // the database's answer was lost at least once
  bool has_conflict_ = false;  // the last append failed by a conflict
  bool inherited_append_;      // an incarnation before this one left an append with the journal
  bool inherited_start_;       // likewise, of the run's first events
};

}  // namespace runledger::actors
